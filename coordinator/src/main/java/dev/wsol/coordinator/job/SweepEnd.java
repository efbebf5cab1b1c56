package dev.wsol.coordinator.job;

import dev.wsol.contract.Failure;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.search.Limits;
import dev.wsol.coordinator.search.Trial;
import java.time.Instant;

/** How a search ends: finished with anything measured, else failed with the last failure, else cancelled. */
final class SweepEnd {
    private SweepEnd() {}

    static JobEvent of(Job sweep, SweepRun run, Instant now) {
        var last = run.history().exhausted().get(run.history().exhausted().size() - 1);
        if (!run.history().ranking().isEmpty()
                && run.history().ranking().stream().anyMatch(SweepEnd::isANumber))
            return new JobEvent.Finished(sweep.id(), now, sweep.leaseEpoch());
        var failed = run.history().trials().stream()
                .flatMap(t -> t.ended().stream())
                .filter(how -> how.startsWith("failed"))
                .reduce((first, next) -> next);
        return failed.<JobEvent>map(how -> new JobEvent.Failed(
                        sweep.id(),
                        now,
                        sweep.leaseEpoch(),
                        new Failure(
                                Failure.Code.INTERNAL,
                                "no trial of " + run.history().size() + " was measured; the last " + how)))
                .orElseGet(() -> new JobEvent.Cancelled(
                        sweep.id(), now, "", TrialJobs.SEARCH, "no trial was measured; " + words(last)));
    }

    /** Which limit it was, and how far it was reached. */
    static String words(SearchStep.Exhausted e) {
        return e.budget().equals(Limits.SEARCH) ? e.why() : "budget " + e.budget() + ": " + e.why();
    }

    private static boolean isANumber(Trial t) {
        return t.measures().values().stream().anyMatch(v -> !Double.isNaN(v));
    }
}

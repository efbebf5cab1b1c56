package dev.wsol.coordinator.job;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.search.History;
import dev.wsol.coordinator.search.Limits;
import dev.wsol.coordinator.search.Search;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the search of a sweep does next: one action at a time, until there is nothing to do for now. */
final class SweepRules {
    private final JobTable table;
    private final Instant now;
    private final TrialJobs trials;

    SweepRules(JobTable table, Instant now) {
        this.table = table;
        this.now = now;
        this.trials = new TrialJobs(table, now);
    }

    /** Empty when nothing is to be done before something happens. Ask again after each answer. */
    List<JobEvent> next(Job sweep) {
        var spec = (JobSpec.Sweep) sweep.spec();
        if (sweep.state() != JobState.RUNNING || spec.search().isEmpty()) return List.of();
        var run = run(sweep, spec, spec.search().get());
        var reached = run.limits().reached();
        if (reached.isPresent()) return List.of(searched(sweep, reached.get()));
        var over = run.history().exhausted().stream().filter(Limits::stopsAll).findFirst();
        if (over.isPresent()) return stopped(sweep, run, over.get());
        return trials.atMilestone(run)
                .or(() -> step(sweep, run))
                .or(() -> repeat(sweep, run))
                .orElseGet(() -> end(sweep, run));
    }

    /** When time alone may end it. */
    Optional<Instant> due(Job sweep) {
        var spec = (JobSpec.Sweep) sweep.spec();
        return sweep.state() == JobState.RUNNING && spec.search().isPresent()
                ? run(sweep, spec, spec.search().get()).limits().due()
                : Optional.empty();
    }

    private SweepRun run(Job sweep, JobSpec.Sweep spec, SearchSpec wanted) {
        var history = History.of(wanted, table.steps(sweep.id()));
        int epochs = spec.base().recipe().epochs();
        return new SweepRun(
                sweep.id(), spec, wanted, history, Search.of(wanted, epochs), trials.of(sweep.id(), history), now);
    }

    private Optional<List<JobEvent>> step(Job sweep, SweepRun run) {
        return run.search().next(run.history(), run.room(), run.fresh()).map(step -> {
            var out = new ArrayList<JobEvent>();
            out.add(searched(sweep, step));
            out.addAll(trials.follow(run, step));
            return out;
        });
    }

    /** The best points under other seeds, once the search itself has come to rest. */
    private Optional<List<JobEvent>> repeat(Job sweep, SweepRun run) {
        if (run.busy() && run.history().trials().stream().noneMatch(t -> t.repeats() > 0)) return Optional.empty();
        if (!run.room()) return Optional.empty();
        return Repetitions.next(run).map(step -> {
            var out = new ArrayList<JobEvent>();
            out.add(searched(sweep, step));
            out.addAll(trials.follow(run, step));
            return out;
        });
    }

    private List<JobEvent> stopped(Job sweep, SweepRun run, SearchStep.Exhausted why) {
        var cancelled = trials.stop(run, SweepEnd.words(why));
        return cancelled.isPresent() ? List.of(cancelled.get()) : end(sweep, run);
    }

    private List<JobEvent> end(Job sweep, SweepRun run) {
        if (run.busy()) return List.of();
        boolean said = run.history().exhausted().stream().anyMatch(Limits::stopsAll);
        if (!said)
            return List.of(
                    searched(sweep, new SearchStep.Exhausted(Limits.SEARCH, "the search has nothing more to try")));
        return List.of(SweepEnd.of(sweep, run, now));
    }

    private JobEvent searched(Job sweep, SearchStep step) {
        return new JobEvent.Searched(sweep.id(), now, step);
    }
}

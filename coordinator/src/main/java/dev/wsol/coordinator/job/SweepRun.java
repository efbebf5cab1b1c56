package dev.wsol.coordinator.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.coordinator.search.History;
import dev.wsol.coordinator.search.Limits;
import dev.wsol.coordinator.search.Search;
import dev.wsol.coordinator.search.Trial;
import java.time.Instant;
import java.util.Optional;

/**
 * A search at one moment.
 *
 * @param jobs of the trials that the search has not given up and that have not ended, by number; and those with an
 *     evaluation under way
 */
record SweepRun(
        JobId sweep,
        JobSpec.Sweep spec,
        SearchSpec wanted,
        History history,
        Search search,
        TrialJobs.Found jobs,
        Instant now) {

    int epochs() {
        return spec.base().recipe().epochs();
    }

    /** Whether one trial more may hold or wait for a worker. */
    boolean room() {
        int most = history.budget().parallel() > 0 ? history.budget().parallel() : SearchSpec.USUAL_PARALLEL;
        return jobs.active() < most;
    }

    /** Whether new trials may begin. */
    boolean fresh() {
        return history.exhausted().isEmpty();
    }

    /** Whether something below goes on that the search has to wait for. */
    boolean busy() {
        return jobs.active() > 0 || jobs.evaluations() > 0 || jobs.keptByPeople() > 0;
    }

    Limits limits() {
        return new Limits(history, most(), trained(), now);
    }

    private int most() {
        int allowed = history.budget().trials();
        return allowed > 0 ? allowed : search.size().orElse(SearchSpec.USUAL_TRIALS);
    }

    /**
     * An epoch under way counts when its report is there, which comes after its checkpoint: were its trial cancelled between the
     * two, nobody would know the epoch's loss. Who loses the worker between them is freed at the checkpoint, so it counts then.
     */
    private long trained() {
        return history.trials().stream()
                .mapToLong(t -> Math.max(0, Math.max(t.work().epoch(), reported(t)) - t.begins()))
                .sum();
    }

    private int reported(Trial t) {
        return job(t).map(Job::epochDone).orElse(0);
    }

    /** Complete epochs of the trial's newest checkpoint, as far as its job is still looked at. */
    int reached(Trial t) {
        return job(t).flatMap(Job::checkpoint).map(CheckpointRef::epoch).orElse(0);
    }

    Optional<Job> job(Trial t) {
        return Optional.ofNullable(jobs.open().get(t.number()));
    }
}

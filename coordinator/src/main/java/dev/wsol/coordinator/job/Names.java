package dev.wsol.coordinator.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import java.util.Locale;
import java.util.Optional;

/** Ids of the jobs that jobs bring forth: the same deed gives the same id. */
final class Names {
    /** A job id has at most 120 letters; what is left is room for the endings below. */
    private static final int LONGEST_TRAIN = 92;

    private static final int LONGEST_SWEEP = 86;

    private Names() {}

    /** Why this id cannot be used for this kind of job. */
    static Optional<String> tooLong(JobId id, JobSpec spec) {
        int longest =
                spec instanceof JobSpec.Sweep ? LONGEST_SWEEP : spec instanceof JobSpec.Train ? LONGEST_TRAIN : 120;
        return id.value().length() <= longest
                ? Optional.empty()
                : Optional.of("id: has " + id.value().length() + " letters; at most " + longest
                        + " leave room for the ids of the jobs below it");
    }

    /** @param number 1-based place in the grid */
    static JobId trial(JobId sweep, int number) {
        return sweep.child(String.format(Locale.ROOT, "t%03d", number));
    }

    /** The trial's 1-based number; 0 for a job that is no trial of this sweep. */
    static int number(JobId sweep, JobId trial) {
        var ending = trial.value().startsWith(sweep + "-t")
                ? trial.value().substring(sweep.value().length() + 2)
                : "";
        return ending.matches("[0-9]{3,6}") ? Integer.parseInt(ending) : 0;
    }

    /** {@code <train>-e<lease epoch>-c<training epoch>-eval}; numbered on when somebody else took that id. */
    static JobId evaluation(JobTable table, Job train, CheckpointRef checkpoint) {
        var plain =
                train.id().child(String.format(Locale.ROOT, "e%d-c%04d-eval", train.leaseEpoch(), checkpoint.epoch()));
        var id = plain;
        for (int n = 2; table.get(id).isPresent(); n++) id = plain.child(String.valueOf(n));
        return id;
    }
}

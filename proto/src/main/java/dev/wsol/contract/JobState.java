package dev.wsol.contract;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a job stands. The life of a job is the table below; everything else follows it. */
public enum JobState {
    /** Waits for a worker, or for the end of a pause before it is tried again. */
    QUEUED,
    /** A worker holds its lease. A sweep runs as long as any job below it is open. */
    RUNNING,
    FINISHED,
    FAILED,
    CANCELLED;

    private static final Map<JobState, Set<JobState>> NEXT = Map.of(
            QUEUED, EnumSet.of(RUNNING, FAILED, CANCELLED),
            RUNNING, EnumSet.of(QUEUED, FINISHED, FAILED, CANCELLED)); // QUEUED: lease lost, retried or released

    public boolean mayBecome(JobState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether nothing can happen to the job any more. */
    public boolean ended() {
        return !NEXT.containsKey(this);
    }
}

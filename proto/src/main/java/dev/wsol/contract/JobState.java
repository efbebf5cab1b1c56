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
    /** Somebody paused it: on no queue and with no worker until it is resumed. */
    PAUSED,
    FINISHED,
    FAILED,
    CANCELLED;

    private static final Map<JobState, Set<JobState>> NEXT = Map.of(
            QUEUED, EnumSet.of(RUNNING, PAUSED, FAILED, CANCELLED),
            RUNNING, EnumSet.of(QUEUED, PAUSED, FINISHED, FAILED, CANCELLED), // QUEUED: lease lost, retried or released
            PAUSED, EnumSet.of(QUEUED, RUNNING, FINISHED, FAILED, CANCELLED)); // all but QUEUED: sweeps, jobs cancelled

    public boolean mayBecome(JobState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether nothing happens to the job any more, unless a person opens it again ({@link JobEvent.Reopened}). */
    public boolean ended() {
        return !NEXT.containsKey(this);
    }
}

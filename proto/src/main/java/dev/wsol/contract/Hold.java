package dev.wsol.contract;

import java.time.Instant;

/**
 * Why a job is kept back by the coordinator, or is about to be.
 *
 * @param by who asked for it; empty when nobody said, and for the coordinator's own reasons
 * @param words for people; may be empty
 */
public record Hold(Reason reason, String by, String words, Instant since) {

    /** What lifts the hold again. */
    public enum Reason {
        /** Somebody paused the job. While it is still running, its worker has been asked to save it and let go. */
        PAUSE,
        /** Its owner has as many jobs out as one may have; it is offered when one of them ends. */
        OWNER_LIMIT
    }
}

package dev.wsol.contract;

import java.time.Instant;

/**
 * Why a job is kept back by the coordinator, or is about to be.
 *
 * @param by who asked for it; empty when nobody said, and for the coordinator's own reasons
 * @param words for people; may be empty
 * @param turn of jobs that wait since the same moment for a place of their owner the one with the lowest comes first
 */
public record Hold(Reason reason, String by, String words, Instant since, long turn) {
    /** In the place of a person's name: the search of the sweep that the job is a trial of. */
    public static final String SEARCH = "search";

    public static Hold pause(String by, String words, Instant since) {
        return new Hold(Reason.PAUSE, by, words, since, 0);
    }

    /** Whether a trial waits for the decision of its search. */
    public boolean forSearch() {
        return reason == Reason.PAUSE && by.equals(SEARCH);
    }

    /** What lifts the hold again. */
    public enum Reason {
        /** Somebody paused the job. While it is still running, its worker has been asked to save it and let go. */
        PAUSE,
        /** Its owner has as many jobs out as one may have; it is offered when one of them ends. */
        OWNER_LIMIT
    }
}

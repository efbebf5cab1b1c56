package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What of the views is kept in a file, beside events, which stand for themselves. */
final class Kept {
    private Kept() {}

    /**
     * Up to where the events were heard.
     *
     * @param begin offset at which the topic began
     * @param last offset of the newest event heard
     * @param digest SHA-256 of that event
     */
    record Until(long begin, long last, String digest) {}

    /**
     * A job.
     *
     * @param number offset of the event that accepted it
     * @param since when it came into its line; empty if it is in none
     * @param rows its results that are on boards
     */
    record Job(long number, JobCard card, Optional<Instant> since, List<Row> rows) {}

    /** @param firstAt when the checkpoint's first result came */
    record Row(EvaluationResult result, Instant firstAt) {}

    /** What a benchmark rule asked for, oldest first. */
    record Asked(String rule, List<JobId> evaluations) {}
}

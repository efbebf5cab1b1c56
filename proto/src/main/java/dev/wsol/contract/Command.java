package dev.wsol.contract;

import dev.wsol.contract.sweep.Budget;
import java.time.Instant;

/** What people ask. */
public sealed interface Command {
    /** Chosen by the sender, unique; events that answer the command carry it as their cause. */
    String commandId();

    JobId job();

    Instant at();

    /** Run this job. The same id with the same spec again changes nothing; with another spec it is refused. */
    record Submit(String commandId, JobId job, Instant at, JobSpec spec) implements Command {}

    /** Stop this job and the jobs below it. */
    record Cancel(String commandId, JobId job, Instant at, String reason) implements Command {}

    /** Give a running sweep other limits; those that are none stay as they are. */
    record Extend(String commandId, JobId job, Instant at, Budget budget) implements Command {}
}

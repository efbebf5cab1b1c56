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

    /** What concerns benchmark rules and no single job; {@link #job} names the rule or the checkpoint. */
    sealed interface OfBenchmarks extends Command {}

    /** There is a checkpoint that the benchmark rules should know. Saying it again is harmless. */
    record RegisterCheckpoint(String commandId, JobId job, Instant at, RegisteredCheckpoint registered)
            implements OfBenchmarks {}

    /** From now on, evaluate every checkpoint that appears and matches. */
    record CreateBenchmark(String commandId, JobId job, Instant at, BenchmarkRule rule) implements OfBenchmarks {}

    /** End this rule. */
    record DeleteBenchmark(String commandId, JobId job, Instant at, String name) implements OfBenchmarks {}
}

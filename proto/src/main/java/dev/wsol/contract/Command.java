package dev.wsol.contract;

import dev.wsol.contract.sweep.Budget;
import java.time.Instant;
import java.util.regex.Pattern;

/** What people ask. */
public sealed interface Command {
    /** Chosen by the sender, unique; events that answer the command carry it as their cause. */
    String commandId();

    JobId job();

    Instant at();

    /**
     * Run this job. The same id with the same spec again changes nothing; with another spec it is refused.
     *
     * @param owner whose job it is; empty when nobody said
     */
    record Submit(String commandId, JobId job, Instant at, JobSpec spec, String owner) implements Command {
        /** A job of nobody in particular. */
        public Submit(String commandId, JobId job, Instant at, JobSpec spec) {
            this(commandId, job, at, spec, "");
        }

        public Submit {
            Need.owner("owner", owner);
        }
    }

    /**
     * Stop this job and the jobs below it.
     *
     * @param by who asks, for the record; may be empty
     */
    record Cancel(String commandId, JobId job, Instant at, String by, String reason) implements Command {
        /** Nobody in particular asks. */
        public Cancel(String commandId, JobId job, Instant at, String reason) {
            this(commandId, job, at, "", reason);
        }
    }

    /**
     * Save this job and free its worker until it is resumed; of a sweep, all jobs below it too. A train job's evaluations
     * go on: they are of checkpoints that are there.
     *
     * @param by who asks, for the record; may be empty
     */
    record Pause(String commandId, JobId job, Instant at, String by, String reason) implements Command {}

    /** Queue this paused job again; of a sweep, all jobs below it too. */
    record Resume(String commandId, JobId job, Instant at, String by) implements Command {}

    /** Open this job, and those below it, again where they failed or were cancelled; each goes on from its last checkpoint. */
    record Retry(String commandId, JobId job, Instant at, String by) implements Command {}

    /** Change this job, and the jobs below a sweep. More epochs open a finished train job again. */
    record Alter(String commandId, JobId job, Instant at, String by, Change change) implements Command {}

    /**
     * Take no more jobs and leave.
     *
     * @param job the name of the worker in the form of an id; it is no job
     * @param worker its name as its settings have it, which its slots share, or that of a slot, with or without the suffix
     *     of a single run
     * @param finish end the job at hand first; else save it and give it back
     */
    record Drain(String commandId, JobId job, Instant at, String by, String worker, boolean finish) implements Command {
        /** What a worker adds to the name in its settings: the number of its slot, if it has slots, and the run. */
        private static final Pattern OWN = Pattern.compile("(-[0-9]+)?-[0-9a-f]{6}");

        /** Whether a worker of this name is meant when such a one is to leave; not one whose name only begins like that. */
        public static boolean means(String wish, String name) {
            return name.equals(wish)
                    || name.startsWith(wish)
                            && OWN.matcher(name.substring(wish.length())).matches();
        }
    }

    /** Give a running sweep other limits; those that are none stay as they are. */
    record Extend(String commandId, JobId job, Instant at, Budget budget) implements Command {}

    /** What concerns benchmark rules and no single job; {@link #job} names the rule or the checkpoint. */
    sealed interface OfBenchmarks extends Command {}

    /** There is a checkpoint that the benchmark rules should know. Saying it again is harmless. */
    record RegisterCheckpoint(String commandId, JobId job, Instant at, RegisteredCheckpoint registered)
            implements OfBenchmarks {}

    /**
     * From now on, evaluate every checkpoint that appears and matches.
     *
     * @param existing also those that have appeared before
     */
    record CreateBenchmark(String commandId, JobId job, Instant at, BenchmarkRule rule, boolean existing)
            implements OfBenchmarks {}

    /** End this rule. */
    record DeleteBenchmark(String commandId, JobId job, Instant at, String name) implements OfBenchmarks {}
}

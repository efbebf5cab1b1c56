package dev.wsol.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** One of everything, no field left at its default. */
public final class Samples {
    public static final Instant AT = Instant.ofEpochMilli(1_767_225_600_123L);
    public static final JobId JOB = new JobId("sweep-1.t_002");
    public static final CheckpointRef CHECKPOINT =
            new CheckpointRef("s3://wsol/jobs/a/e2/checkpoints/0003", "0123456789abcdef".repeat(4), 3);
    public static final CheckpointRef PARTIAL =
            new CheckpointRef("s3://wsol/jobs/a/e2/checkpoints/0003-000007", "fedcba9876543210".repeat(4), 3, 7);
    public static final ModelSpec MODEL = new ModelSpec("deit_scm_small", 384, 12, 6, List.of(16, 4));
    public static final DataRef DATA = new DataRef("/data/metadata/CUB", "wsol", "/data/CUB", true, 7, -3);
    public static final EvaluationRequest EVALUATION = new EvaluationRequest(
            EvaluationRequest.When.EACH_CHECKPOINT, List.of("deployed", "scm"), 4, new Drawing(2, false), "high");
    public static final Origin ORIGIN = new Origin("train-1", "sweep-1", 5e-5, 42, "top1Loc on test");
    public static final JobSpec.Train STEPS = new JobSpec.Train(
            MODEL,
            DATA,
            new Recipe(
                    60,
                    32,
                    1e-4,
                    .01,
                    .2,
                    -9,
                    new Schedule.Steps(List.of(20, 30), .5, .05),
                    new Optimizer.Sgd(.8, true),
                    new Refinements(1.5, .1, .999, .2, 4),
                    Precision.BF16,
                    Optional.of(new InitialWeights("https://weights.example/deit.pth", "a".repeat(64))),
                    new Selection(Selection.By.GT_KNOWN, Selection.On.TEST)),
            EVALUATION,
            "h200",
            30);
    public static final JobSpec.Train COSINE = new JobSpec.Train(
            ModelSpec.named("tscam"),
            DATA,
            new Recipe(4, 16, 1.5e-3, .05, 0, 1, new Schedule.Cosine(.1)).with(new Optimizer.AdamW(.8, .99, 1e-6)),
            new EvaluationRequest(EvaluationRequest.When.NEVER, List.of(), 0, "default"),
            "default");
    public static final Protocol CUSTOM = Protocol.custom(Map.of("name", "mine", "base", "scm", "step", .005));
    public static final JobSpec.Evaluate EVALUATE = new JobSpec.Evaluate(
            CHECKPOINT, MODEL, DATA, List.of("maxboxacc", CUSTOM.text()), 3, new Drawing(5, true), "default", ORIGIN);
    public static final JobSpec.Sweep SWEEP =
            new JobSpec.Sweep(STEPS, List.of("scm", "tscam"), List.of(1e-3, 1e-4), List.of(1L, -2L));
    public static final List<JobSpec> SPECS = Stream.concat(
                    Stream.of(STEPS, COSINE, EVALUATE, SWEEP), SearchSamples.SWEEPS.stream())
            .toList();

    public static final EpochReport EPOCH = new EpochReport(2, 4, .75, 81.25, 101.5, 12.5);
    public static final Failure FAILURE = new Failure(Failure.Code.DIVERGED, "the loss is not finite");
    public static final EvaluationResult RESULT = new EvaluationResult(
            new JobId("a-eval"),
            CHECKPOINT,
            MODEL,
            ORIGIN,
            "CUB_200_2011",
            "d".repeat(64),
            EvaluationResult.ProtocolTag.of(Protocol.named("deployed")),
            5794,
            2,
            Map.of("maxBoxAcc50", 71.25, "top1Loc", 55.5),
            Map.of("maxBoxAcc50", .31),
            Map.of("centredBox50", 33.125),
            Map.of("error.part", 17L, "error.more", 0L),
            "s3://wsol/evaluations/a/e1");

    public static final List<JobEvent> EVENTS = List.of(
            new JobEvent.Submitted(JOB, AT, "command-1", STEPS, Optional.empty()),
            new JobEvent.Submitted(JOB, AT, "", EVALUATE, Optional.of(new JobId("parent"))),
            new JobEvent.Queued(JOB, AT, 2, JobEvent.QueuedReason.RELEASED_BY_WORKER, Optional.of(CHECKPOINT)),
            new JobEvent.Queued(JOB, AT, 1, JobEvent.QueuedReason.NEW, Optional.empty()),
            new JobEvent.LeaseGranted(JOB, AT, 2, "gpu-1", Duration.ofMillis(9_999)),
            new JobEvent.ClaimRefused(JOB, AT, 2, "gpu-2", "gpu-1 has it"),
            new JobEvent.LeaseLost(JOB, AT, 2, "gpu-1"),
            new JobEvent.EpochDone(JOB, AT, 2, EPOCH),
            new JobEvent.CheckpointPublished(JOB, AT, 2, CHECKPOINT),
            new JobEvent.Scored(JOB, AT, RESULT),
            new JobEvent.RetryPlanned(JOB, AT, 2, FAILURE, 1, 3),
            new JobEvent.Finished(JOB, AT, 2),
            new JobEvent.Failed(JOB, AT, 2, FAILURE),
            new JobEvent.Cancelled(JOB, AT, "command-2", "enough"),
            new JobEvent.PauseAsked(JOB, AT, "command-4", "alice", "the GPU is needed"),
            new JobEvent.Paused(JOB, AT, 2, "command-4", "alice", "the GPU is needed"),
            new JobEvent.Resumed(JOB, AT, "command-5", "bob"),
            new JobEvent.Reopened(JOB, AT, "command-6", "bob"),
            new JobEvent.Changed(JOB, AT, "command-7", "bob", new Change(Optional.of("high"), OptionalInt.of(30))),
            new JobEvent.Changed(JOB, AT, "command-8", "", new Change(Optional.empty(), OptionalInt.empty())),
            new JobEvent.Submitted(JOB, AT, "command-1", STEPS, Optional.empty(), "alice"),
            new JobEvent.DrainAsked(JOB, AT, "command-9", "bob", "GPU-1", true),
            new JobEvent.Held(JOB, AT, 2, "alice has 2 jobs out"),
            new JobEvent.Refused(JOB, AT, "command-3", JobEvent.RefusedCode.CONFLICT, "another spec"));

    public static final List<Report.Body> REPORTS = List.of(
            new Report.Claimed(),
            new Report.Alive(),
            new Report.EpochDone(EPOCH),
            new Report.CheckpointSaved(CHECKPOINT),
            new Report.CheckpointSaved(PARTIAL),
            new Report.TrainingFinished(30),
            new Report.EvaluationFinished(List.of(RESULT)),
            new Report.AttemptFailed(FAILURE),
            new Report.Released("the worker is stopping"));

    public static final List<Progress.Body> PROGRESS = List.of(
            new Progress.Training(1, 4, 2, 99, .5, 1e-3, 50, 87.5, 33.5, .125), new Progress.Evaluating(10, 100, 55.5));

    public static final List<Command> COMMANDS = List.of(
            new Command.Submit("command-1", JOB, AT, SWEEP),
            new Command.Submit("command-1", JOB, AT, SWEEP, "alice"),
            new Command.Drain("command-9", JOB, AT, "bob", "GPU-1", true),
            new Command.Cancel("command-2", JOB, AT, "enough"),
            new Command.Pause("command-4", JOB, AT, "alice", "the GPU is needed"),
            new Command.Resume("command-5", JOB, AT, "bob"),
            new Command.Retry("command-6", JOB, AT, "bob"),
            new Command.Alter("command-7", JOB, AT, "bob", new Change(Optional.of("high"), OptionalInt.of(30))),
            new Command.Alter("command-8", JOB, AT, "", new Change(Optional.empty(), OptionalInt.empty())),
            new Command.Extend("command-3", JOB, AT, SearchSamples.BUDGET),
            new Command.RegisterCheckpoint(
                    "command-50", BenchmarkSamples.FOREIGN.subject(), AT, BenchmarkSamples.FOREIGN),
            new Command.CreateBenchmark(
                    "command-51", BenchmarkRule.subject("nightly"), AT, BenchmarkSamples.RULE, true),
            new Command.DeleteBenchmark("command-52", BenchmarkRule.subject("nightly"), AT, "nightly"));

    /** In every state that a job may be in. */
    public static final List<Job> JOBS = List.of(
            Job.accepted(JOB, STEPS, Optional.empty()),
            Job.accepted(JOB, SWEEP, Optional.of(new JobId("parent")), "alice"),
            new Job(
                    JOB,
                    EVALUATE,
                    Optional.of(new JobId("parent")),
                    "alice",
                    JobState.PAUSED,
                    3,
                    "gpu-1",
                    2,
                    new Job.Attempts(1, 2, 3),
                    Optional.of(CHECKPOINT),
                    Optional.of(FAILURE),
                    Optional.of(new Hold(Hold.Reason.PAUSE, "bob", "the GPU is needed", AT)),
                    4));

    private Samples() {}
}

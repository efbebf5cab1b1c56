package dev.wsol.contract;

import java.util.List;

/** A rule, a foreign checkpoint and what may be said of them. */
public final class BenchmarkSamples {
    public static final RegisteredCheckpoint FOREIGN = new RegisteredCheckpoint(
            new CheckpointRef("s3://lab/runs/7", "ab".repeat(32), 0),
            ModelSpec.named("scm"),
            new Origin("", "", 0, 3, "", "nightly-ci"));
    public static final BenchmarkRule RULE = new BenchmarkRule(
            "nightly",
            List.of(CheckpointMatch.parse("arch=deit_scm_*"), CheckpointMatch.parse("source=nightly-??")),
            DataRef.at("/data/CUB"),
            List.of("deployed", "scm"),
            "bench",
            4,
            0.5);
    public static final List<JobEvent> EVENTS = List.of(
            new JobEvent.CheckpointRegistered(
                    FOREIGN.subject(), Samples.AT, "command-50", FOREIGN, List.of(new JobId("nightly-abababababab"))),
            new JobEvent.BenchmarkCreated(BenchmarkRule.subject("nightly"), Samples.AT, "command-51", RULE),
            new JobEvent.BenchmarkDeleted(BenchmarkRule.subject("nightly"), Samples.AT, "command-52", "nightly"),
            new JobEvent.BenchmarkBackfilled(
                    BenchmarkRule.subject("nightly"),
                    Samples.AT,
                    "command-51",
                    new Backfill("nightly", 40, 30, 20, 10)),
            regression(Regression.Basis.SEED_INTERVAL),
            regression(Regression.Basis.FIXED_DROP));

    private BenchmarkSamples() {}

    private static JobEvent regression(Regression.Basis basis) {
        return new JobEvent.RegressionDetected(
                Samples.JOB,
                Samples.AT,
                new Regression(
                        "nightly",
                        FOREIGN,
                        "CUB",
                        "d".repeat(64),
                        "deployed",
                        "e".repeat(64),
                        "maxBoxAcc50",
                        58.5,
                        61.25,
                        1.5,
                        basis,
                        4,
                        "best"));
    }
}

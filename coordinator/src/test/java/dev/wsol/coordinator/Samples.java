package dev.wsol.coordinator;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.EvaluationResult.ProtocolTag;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Recipe;
import java.util.List;
import java.util.Map;

/** Good values of the domain for tests that care about one of them only. */
public final class Samples {
    private Samples() {}

    public static JobSpec.Train train(When when) {
        return new JobSpec.Train(
                ModelSpec.named("scm"),
                DataRef.at("/data/CUB"),
                Recipe.OFFICIAL,
                new EvaluationRequest(when, List.of("deployed", "scm"), 4, "default"),
                "default");
    }

    public static JobSpec.Sweep sweep(When when, Double... rates) {
        return new JobSpec.Sweep(train(when), List.of(), List.of(rates), List.of());
    }

    public static CheckpointRef checkpoint(int leaseEpoch, int epoch) {
        return new CheckpointRef(
                "s3://wsol/jobs/a/e" + leaseEpoch + "/checkpoints/" + epoch,
                String.format("%064x", leaseEpoch * 10_000L + epoch),
                epoch);
    }

    public static JobSpec.Evaluate evaluate(CheckpointRef checkpoint) {
        return new JobSpec.Evaluate(
                checkpoint,
                ModelSpec.named("scm"),
                DataRef.at("/data/CUB"),
                List.of("deployed"),
                0,
                "default",
                Origin.UNKNOWN);
    }

    public static EvaluationResult result(JobId job, JobSpec.Evaluate spec, String protocol, double maxBoxAcc) {
        return new EvaluationResult(
                job,
                spec.checkpoint(),
                spec.model(),
                spec.origin(),
                "CUB",
                "d".repeat(64),
                ProtocolTag.of(Protocol.of(protocol)),
                5794,
                0,
                Map.of("maxBoxAcc50", maxBoxAcc, "top1Loc", 40.5),
                Map.of("maxBoxAcc50", 0.21),
                Map.of("centredBox50", 38.1),
                Map.of("error.part", 12L),
                "s3://wsol/evaluations/" + job + "/e1");
    }

    public static List<EvaluationResult> results(JobId job, JobSpec.Evaluate spec) {
        return spec.protocols().stream().map(p -> result(job, spec, p, 61.25)).toList();
    }
}

package dev.wsol.infra.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.EvaluationResult.ProtocolTag;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Protocol;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers that nobody measured, of the size and kind of real ones. */
final class Numbers {
    private Numbers() {}

    static CheckpointRef checkpoint(JobId job, int leaseEpoch, int epoch) {
        var uri = String.format(Locale.ROOT, "s3://wsol/jobs/%s/e%d/checkpoints/%04d", job, leaseEpoch, epoch);
        return new CheckpointRef(uri, Made.sha256(uri.getBytes(UTF_8)), epoch);
    }

    static List<EvaluationResult> of(JobId job, JobSpec.Evaluate spec) {
        return Protocol.all(spec.protocols()).stream()
                .map(p -> of(job, spec, p))
                .toList();
    }

    private static EvaluationResult of(JobId job, JobSpec.Evaluate spec, Protocol p) {
        var seed = spec.checkpoint().sha256() + p.digest();
        var name = spec.data().path().substring("/data/".length());
        return new EvaluationResult(
                job,
                spec.checkpoint(),
                spec.model(),
                spec.origin(),
                name,
                Made.sha256(name.getBytes(UTF_8)),
                ProtocolTag.of(p),
                5794,
                0,
                Map.of(
                        p.headline(),
                        Made.percent(seed),
                        "top1Loc",
                        Made.percent(seed + 1),
                        "top5Loc",
                        Made.percent(seed + 2),
                        "top1Cls",
                        Made.percent(seed + 3),
                        "gtKnownLoc",
                        Made.percent(seed + 4),
                        "validationTop1Loc",
                        Made.percent(seed + 5)),
                Map.of(p.headline(), 0.21, "top1Loc", 0.19),
                Map.of("centredBox50", 38.1, "fullImage50", 21.4),
                Map.of("error.part", 412L, "error.more", 871L, "error.class", 655L, "error.other", 19L),
                "s3://wsol/evaluations/" + job + "/e1");
    }
}

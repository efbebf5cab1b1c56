package dev.wsol.infra.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.EvaluationResult.ProtocolTag;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Lease;
import dev.wsol.contract.work.Slot;
import dev.wsol.vision.checkpoint.CheckpointStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Scores nothing: fetches and verifies the checkpoint, stores a report, and makes numbers up from the digest. */
final class InstantEvaluator implements Slot.Runner {
    static final String DATA = "soak";

    private static final String DATA_DIGEST = Made.sha256(DATA.getBytes(UTF_8));

    private final CheckpointStore store;
    private final Path temp;
    private final Pace pace;

    /** @param temp a folder of this runner alone */
    InstantEvaluator(CheckpointStore store, Path temp, Pace pace) {
        this.store = store;
        this.temp = temp;
        this.pace = pace;
    }

    @Override
    public void run(Lease lease, BooleanSupplier draining) {
        Attempt.run(lease, () -> score(lease, draining));
    }

    private Report.Body score(Lease lease, BooleanSupplier draining) {
        var spec = (JobSpec.Evaluate) lease.job().spec();
        store.loadModel(spec.checkpoint().uri(), spec.checkpoint().sha256(), temp);
        pace.epoch(() -> draining.getAsBoolean() || lease.mustStop());
        if (draining.getAsBoolean()) return new Report.Released("the evaluator is stopping");
        var prefix = "evaluations/" + lease.job().job() + "/e" + lease.job().leaseEpoch();
        var results = Protocol.all(spec.protocols()).stream()
                .map(p -> result(lease, spec, p, "s3://" + store.bucket() + "/" + prefix))
                .toList();
        store.objects().put(prefix + "/result.json", results.toString().getBytes(UTF_8), "application/json");
        return new Report.EvaluationFinished(results);
    }

    private static EvaluationResult result(Lease lease, JobSpec.Evaluate spec, Protocol protocol, String uri) {
        double percent = Made.percent(spec.checkpoint().sha256() + protocol.digest());
        return new EvaluationResult(
                lease.job().job(),
                spec.checkpoint(),
                spec.model(),
                spec.origin(),
                DATA,
                DATA_DIGEST,
                ProtocolTag.of(protocol),
                1,
                0,
                Map.of(protocol.headline(), percent),
                Map.of(),
                Map.of(),
                Map.of(),
                uri);
    }
}

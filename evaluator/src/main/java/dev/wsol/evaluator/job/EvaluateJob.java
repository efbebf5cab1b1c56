package dev.wsol.evaluator.job;

import ai.djl.Device;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.EvaluationResult.ProtocolTag;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Progress;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Lease;
import dev.wsol.evaluator.job.CheckpointEvaluation.Scored;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One evaluate job: checkpoint, maps, boxes, files, and at the end one report with all results. */
final class EvaluateJob {
    private static final Report.Released STOPPING = new Report.Released("the evaluator is stopping");

    private final CheckpointStore store;
    private final EvaluationData data;
    private final Device device;
    private final Path work;
    private final Lease lease;
    private final BooleanSupplier stop;

    /** @param work an empty folder for this job's files */
    EvaluateJob(
            CheckpointStore store,
            EvaluationData data,
            Device device,
            Path work,
            Lease lease,
            BooleanSupplier draining) {
        this.store = store;
        this.data = data;
        this.device = device;
        this.work = work;
        this.lease = lease;
        this.stop = () -> draining.getAsBoolean() || lease.mustStop();
    }

    /** Scores the checkpoint and stores the files. The answer is what to report, unless the lease has ended. */
    Report.Body run(JobSpec.Evaluate spec) throws IOException, InterruptedException {
        DatasetSource source = EvaluationData.open(spec.data());
        var protocols = Protocol.all(spec.protocols());
        var checkpoint =
                store.loadModel(spec.checkpoint().uri(), spec.checkpoint().sha256(), work);
        var test = data.images(source, Split.TEST);
        var validation = data.images(source, Split.VALIDATION);
        var config = Architectures.of(spec.model(), source.classes().size());
        var weights = Safetensors.read(checkpoint.model()).tensors();
        try (var network = Network.seeing(config, weights, device)) {
            var progress = new Seen(lease, total(protocols, test, validation));
            var scored = CheckpointEvaluation.run(network, protocols, test, validation, progress::add, stop);
            if (scored.isEmpty()) return STOPPING;
            var prefix = "evaluations/" + lease.job().job() + "/e" + lease.job().leaseEpoch();
            var bucket = spec.checkpoint().uri().replaceFirst("^s3://([^/]+)/.*$", "$1");
            var uri = "s3://" + bucket + "/" + prefix;
            var results = scored.get().stream()
                    .map(s -> result(lease.job().job(), spec, source, test, s, uri))
                    .toList();
            var files = Files.createDirectory(work.resolve("report"));
            ReportFiles.result(files.resolve("result.json"), results);
            ReportFiles.curves(files.resolve("curves.csv"), scored.get());
            ReportFiles.perImage(files.resolve("per-image.csv.gz"), scored.get());
            new Overlays(network, test, source.classes()).draw(scored.get().get(0), spec.overlays(), files);
            upload(files, prefix);
            return new Report.EvaluationFinished(results);
        }
    }

    private static int total(List<Protocol> protocols, SplitImages test, SplitImages validation) {
        boolean both = protocols.stream().anyMatch(CheckpointEvaluation::needsValidation);
        return test.usable().size() + (both ? validation.usable().size() : 0);
    }

    private static EvaluationResult result(
            JobId job, JobSpec.Evaluate spec, DatasetSource data, SplitImages test, Scored s, String uri) {
        return new EvaluationResult(
                job,
                spec.checkpoint(),
                spec.model(),
                spec.origin(),
                data.name(),
                data.digest(),
                ProtocolTag.of(s.protocol()),
                test.usable().size(),
                test.rejected(),
                s.scores().metrics(),
                s.scores().thresholds(),
                s.baselines(),
                Map.of(),
                uri);
    }

    private void upload(Path folder, String prefix) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList())
                store.objects().put(prefix + "/" + folder.relativize(file), file, contentType(file.toString()));
        }
    }

    private static String contentType(String name) {
        if (name.endsWith(".json")) return "application/json";
        if (name.endsWith(".csv")) return "text/csv";
        if (name.endsWith(".gz")) return "application/gzip";
        if (name.endsWith(".png")) return "image/png";
        return "application/octet-stream";
    }

    /** Counts images and tells watchers. */
    private static final class Seen {
        private final Lease lease;
        private final int total;
        private final long start = System.nanoTime();
        private int done;

        Seen(Lease lease, int total) {
            this.lease = lease;
            this.total = total;
        }

        void add(int images) {
            done += images;
            double seconds = (System.nanoTime() - start) / 1e9;
            lease.progress(new Progress.Evaluating(done, total, done / Math.max(seconds, 1e-9)));
        }
    }
}

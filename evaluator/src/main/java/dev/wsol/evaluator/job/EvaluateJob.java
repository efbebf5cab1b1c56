package dev.wsol.evaluator.job;

import ai.djl.Device;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Progress;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Lease;
import dev.wsol.evaluator.job.CheckpointEvaluation.Scored;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
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
        var evaluation = new CheckpointEvaluation(protocols, split -> data.images(source, split), source.classes());
        var progress = new Watched(lease, evaluation.images());
        var checkpoint =
                store.loadModel(spec.checkpoint().uri(), spec.checkpoint().sha256(), work);
        var config = Architectures.of(spec.model(), source.classes().size());
        try (var network = Network.create(config, 0, device)) {
            network.load(Safetensors.read(checkpoint.model()).tensors());
            var pace = SplitPass.Pace.standard();
            var sight = new NetworkSight(network, data.decoder(), pace.batch());
            var parts = parts(Binding.of(spec, source.digest(), protocols));
            var scored = evaluation.run(new SplitPass(sight, parts, pace, progress, stop));
            if (scored.isEmpty()) return STOPPING;
            var files = Files.createDirectory(work.resolve("report"));
            var results = report(spec, source, scored.get(), network, files);
            upload(files, prefix());
            new RunLog(store, work, Clock.systemUTC()).add(spec, results, scored.get(), files);
            return new Report.EvaluationFinished(results);
        }
    }

    private PartStore parts(String binding) throws IOException {
        return new PartStore(
                store.objects(),
                "evaluations/" + lease.job().job() + "/partial/" + binding,
                Files.createDirectory(work.resolve("parts")),
                lease.job().leaseEpoch() > 1);
    }

    private String prefix() {
        return "evaluations/" + lease.job().job() + "/e" + lease.job().leaseEpoch();
    }

    private List<EvaluationResult> report(
            JobSpec.Evaluate spec, DatasetSource source, List<Scored> scored, Network network, Path files)
            throws IOException {
        var bucket = spec.checkpoint().uri().replaceFirst("^s3://([^/]+)/.*$", "$1");
        var uri = "s3://" + bucket + "/" + prefix();
        var results = scored.stream()
                .map(s -> Results.of(lease.job().job(), spec, source, s, uri))
                .toList();
        Results.write(files.resolve("result.json"), results, scored, source);
        ReportFiles.curves(files.resolve("curves.csv"), scored);
        ReportFiles.perImage(files.resolve("per-image.csv.gz"), scored);
        ReportFiles.rejected(files.resolve("rejected.csv"), scored, split -> data.images(source, split));
        var first = scored.get(0);
        new Overlays(network, data.images(source, first.split()), source.classes())
                .draw(first.findings(), spec.overlays(), files);
        return results;
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
    private static final class Watched implements SplitPass.Progress {
        private final Lease lease;
        private final int total;
        private final long start = System.nanoTime();
        private int earlier;
        private int done;

        Watched(Lease lease, int total) {
            this.lease = lease;
            this.total = total;
        }

        @Override
        public void earlier(int images) {
            earlier += images;
            tell();
        }

        @Override
        public void done(int images) {
            done += images;
            tell();
        }

        /** The rate is of this attempt alone. */
        private void tell() {
            double seconds = (System.nanoTime() - start) / 1e9;
            lease.progress(new Progress.Evaluating(earlier + done, total, done / Math.max(seconds, 1e-9)));
        }
    }
}

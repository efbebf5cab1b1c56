package dev.wsol.evaluator.job;

import ai.djl.Device;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Progress;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Lease;
import dev.wsol.evaluator.job.CheckpointEvaluation.Scored;
import dev.wsol.evaluator.report.ReportPage;
import dev.wsol.evaluator.report.Section;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
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
    private final SplitPass.Pace pace;

    /** @param work an empty folder for this job's files */
    EvaluateJob(
            CheckpointStore store,
            EvaluationData data,
            Device device,
            Path work,
            Lease lease,
            BooleanSupplier draining,
            SplitPass.Pace pace) {
        this.store = store;
        this.data = data;
        this.device = device;
        this.work = work;
        this.lease = lease;
        this.stop = () -> draining.getAsBoolean() || lease.mustStop();
        this.pace = pace;
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
        var weights = Safetensors.read(checkpoint.model()).tensors();
        try (var network = Network.seeing(config, weights, device)) {
            var sight = new NetworkSight(network, data.decoder(), pace.batch());
            var parts = parts(Binding.of(spec, source.digest(), protocols));
            var scored = evaluation.run(new SplitPass(sight, parts, pace, progress, stop));
            if (scored.isEmpty()) return STOPPING;
            var files = Files.createDirectory(work.resolve("report"));
            var results = results(spec, source, scored.get());
            tables(results, scored.get(), source, files);
            page(spec, source, scored.get(), results, network, checkpoint.about(), files);
            if (stop.getAsBoolean()) return STOPPING;
            upload(files, prefix());
            new RunLog(store, work, Clock.systemUTC()).add(spec, results, scored.get(), files);
            return new Report.EvaluationFinished(results);
        }
    }

    private PartStore parts(String binding) throws IOException {
        return new PartStore(
                store.objects(),
                PartStore.folder(lease.job().job()) + binding,
                Files.createDirectory(work.resolve("parts")),
                lease.job().leaseEpoch() > 1);
    }

    private String prefix() {
        return "evaluations/" + lease.job().job() + "/e" + lease.job().leaseEpoch();
    }

    private List<EvaluationResult> results(JobSpec.Evaluate spec, DatasetSource source, List<Scored> scored) {
        var bucket = spec.checkpoint().uri().replaceFirst("^s3://([^/]+)/.*$", "$1");
        var uri = "s3://" + bucket + "/" + prefix();
        return scored.stream()
                .map(s -> Results.of(lease.job().job(), spec, source, s, uri))
                .toList();
    }

    private void tables(List<EvaluationResult> results, List<Scored> scored, DatasetSource source, Path files)
            throws IOException {
        Results.write(files.resolve("result.json"), results, scored, source);
        ReportFiles.curves(files.resolve("curves.csv"), scored);
        ReportFiles.perImage(files.resolve("per-image.csv.gz"), scored);
        ReportFiles.rejected(files.resolve("rejected.csv"), scored, split -> data.images(source, split));
    }

    /** The pictures, of the first protocol, and the page with all protocols. */
    private void page(
            JobSpec.Evaluate spec,
            DatasetSource source,
            List<Scored> scored,
            List<EvaluationResult> results,
            Network network,
            Map<String, Object> manifest,
            Path files)
            throws IOException {
        var first = scored.get(0);
        var images = data.images(source, first.split());
        var pictures =
                new Pictures(network, i -> images.frame(i).pixels(), source.classes(), first.findings(), files, stop);
        pictures.overlays(spec.overlays());
        pictures.official(spec.draw());
        var galleries = pictures.sheets(spec.overlays());
        var sections = new ArrayList<Section>();
        for (int i = 0; i < scored.size(); i++)
            sections.add(new Section(
                    results.get(i), scored.get(i).findings(), scored.get(i).degenerate()));
        Files.writeString(files.resolve("report.html"), ReportPage.of(sections, manifest, galleries));
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
        if (name.endsWith(".html")) return "text/html; charset=utf-8";
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

package dev.wsol.evaluator.job;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.job.CheckpointEvaluation.Scored;
import dev.wsol.evaluator.metric.ScmKeys;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.log.EventFile;
import dev.wsol.vision.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings scores into the log of the run that made the checkpoint: its card, its official {@code val.txt}, its best checkpoint, and
 * TensorBoard curves with the epoch as step. A log that cannot be written spoils no evaluation.
 */
final class RunLog {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
    private static final String OFFICIAL = "scm";
    private static final int PICTURES = 4;

    private final CheckpointStore store;
    private final Path work;
    private final Clock clock;

    /** @param work folder for files under way */
    RunLog(CheckpointStore store, Path work, Clock clock) {
        this.store = store;
        this.work = work;
        this.clock = clock;
    }

    /** @param report folder of the evaluation's own files, overlays among them */
    void add(JobSpec.Evaluate spec, List<EvaluationResult> results, List<Scored> scored, Path report) {
        var run = spec.origin().trainJob();
        var own = "s3://" + store.bucket() + "/jobs/" + run + "/";
        if (run.isEmpty() || !spec.checkpoint().uri().startsWith(own))
            return; // a checkpoint from elsewhere has no run here
        try {
            var folder = new RunFolder(store.objects(), store.bucket(), run, work);
            for (int i = 0; i < results.size(); i++) folder.evaluated(results.get(i), official(scored.get(i)));
            folder.compose();
            var curves = curves(spec.checkpoint().epoch(), results, report);
            store.objects()
                    .put(
                            "jobs/" + run + "/logs/validation/" + curves.getFileName(),
                            curves,
                            "application/octet-stream");
        } catch (StoreException | IOException e) {
            LOG.warn(
                    "The log of run {} lacks the scores of {}: {}",
                    run,
                    results.get(0).job(),
                    e.getMessage());
        }
    }

    private static Map<String, Double> official(Scored s) {
        return s.protocol().equals(Protocol.named(OFFICIAL))
                ? ScmKeys.of(s.tallies().coupled(), s.grid())
                : Map.of();
    }

    private Path curves(int epoch, List<EvaluationResult> results, Path report) throws IOException {
        try (var events = EventFile.create(work.resolve("events"), "epoch-%06d".formatted(epoch), 0, clock)) {
            for (var r : results) {
                var points = new LinkedHashMap<String, Double>();
                r.metrics().forEach((name, v) -> points.put(r.protocol().name() + "/" + name, v));
                events.scalars(epoch, points);
            }
            var classes = results.get(0).metrics();
            events.scalars(
                    epoch,
                    Map.of(
                            "acc_iter/val_top1", classes.getOrDefault("top1Cls", Double.NaN),
                            "acc_iter/val_top5", classes.getOrDefault("top5Cls", Double.NaN)));
            pictures(events, epoch, report.resolve("overlays"));
            return events.file();
        }
    }

    private static void pictures(EventFile events, int epoch, Path overlays) throws IOException {
        if (!Files.isDirectory(overlays)) return;
        try (var files = Files.list(overlays)) {
            for (var file : files.filter(f -> f.toString().endsWith(".png"))
                    .sorted()
                    .limit(PICTURES)
                    .toList()) {
                var picture = ImageIO.read(file.toFile());
                events.image(
                        "overlays/" + file.getFileName(),
                        epoch,
                        Files.readAllBytes(file),
                        picture.getWidth(),
                        picture.getHeight());
            }
        }
    }
}

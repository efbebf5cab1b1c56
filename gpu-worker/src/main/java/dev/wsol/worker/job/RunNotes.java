package dev.wsol.worker.job;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.SpecMap;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.model.Devices;
import dev.wsol.vision.run.RunFolder;
import dev.wsol.worker.train.Learner;
import dev.wsol.worker.train.Position;
import dev.wsol.worker.train.Watch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written down of an attempt for people: its log files, and its part of the run's card. Nothing here may end a job: a
 * store that does not take a log is told in the worker's own log.
 */
final class RunNotes {
    private static final Logger LOG = LoggerFactory.getLogger(RunNotes.class);

    private final AttemptLog log;
    private final RunFolder run;
    private final QueuedJob job;
    private final long began = System.nanoTime();
    private final Map<String, Object> facts;
    private final List<Map<String, Object>> checkpoints = new ArrayList<>();

    RunNotes(
            AttemptLog log,
            RunFolder run,
            QueuedJob job,
            JobSpec.Train spec,
            DatasetSource data,
            int images,
            Device device,
            Learner learner,
            Instant now) {
        this.log = log;
        this.run = run;
        this.job = job;
        this.facts = facts(job, spec, data, images, device, learner, now);
        log.backup("recipe.json", SpecMap.train(spec));
        log.backup("versions.json", versions());
    }

    private static Map<String, Object> facts(
            QueuedJob job,
            JobSpec.Train spec,
            DatasetSource data,
            int images,
            Device device,
            Learner learner,
            Instant now) {
        var out = new LinkedHashMap<String, Object>();
        out.put("job", job.job().value());
        out.put("leaseEpoch", job.leaseEpoch());
        out.put("spec", SpecMap.train(spec));
        out.put(
                "data",
                Map.of(
                        "name", data.name(),
                        "digest", data.digest(),
                        "classes", data.classes().size(),
                        "trainImages", images));
        out.put(
                "seeds",
                Map.of(
                        "recipe", spec.recipe().seed(),
                        "validation", spec.data().validationSeed()));
        out.putAll(versions());
        out.put("device", Devices.name(device));
        out.put("startedAt", now.toString());
        if (learner.position().equals(Position.START)) out.put("initialWeights", initial(spec, learner));
        job.resumeFrom().ifPresent(from -> out.put("resumedFrom", reference(from)));
        return out;
    }

    private static Map<String, Object> initial(JobSpec.Train spec, Learner learner) {
        var out = new LinkedHashMap<String, Object>();
        out.put("sha256", digest(learner.weights()));
        spec.recipe().init().ifPresentOrElse(i -> out.put("from", i.uri()), () -> out.put("from", "seed"));
        return out;
    }

    /** SHA-256 over the name, in UTF-8, and the little-endian data of every entry, in state-dict order. */
    private static String digest(Map<String, Tensor> weights) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            weights.forEach((name, tensor) -> {
                sha.update(name.getBytes(StandardCharsets.UTF_8));
                sha.update(tensor.data());
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static Map<String, Object> versions() {
        var engine = Engine.getInstance();
        var out = new LinkedHashMap<String, Object>();
        out.put("code", Build.words());
        out.put(
                "engine",
                Map.of(
                        "name", engine.getEngineName(),
                        "version", engine.getVersion(),
                        "djl", Engine.getDjlVersion(),
                        "java", System.getProperty("java.version"),
                        "system", System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        "processors", Runtime.getRuntime().availableProcessors()));
        return out;
    }

    private static Map<String, Object> reference(CheckpointRef ref) {
        return Map.of("uri", ref.uri(), "sha256", ref.sha256(), "epoch", ref.epoch(), "step", ref.step());
    }

    void step(Watch.StepDone s, Learner learner) {
        log.step(s, learner.position(), learner.dials());
    }

    void epoch(Watch.EpochDone e, double seconds) {
        log.say(String.format(
                Locale.ROOT,
                "Epoch %d done in %.1f s: loss %.4f, top-1 %.3f, top-5 %.3f",
                e.epoch() + 1,
                seconds,
                e.loss(),
                100 * e.top1(),
                100 * e.top5()));
    }

    /** After each checkpoint: the logs and the card are then as new as it is. */
    void saved(CheckpointRef ref) {
        if (!ref.partial()) checkpoints.add(reference(ref));
        log.say("Saved " + ref.uri() + ", SHA-256 " + ref.sha256());
        publish(ref.epoch());
    }

    void failed(String why, Optional<CheckpointRef> lastGood) {
        log.say("Stopped: " + why);
        publish(lastGood.map(CheckpointRef::epoch).orElse(0));
    }

    private void publish(int epochsDone) {
        var said = new LinkedHashMap<>(facts);
        said.put("seconds", (System.nanoTime() - began) / 1e9);
        said.put("epochsDone", epochsDone);
        said.put("checkpoints", checkpoints);
        try {
            log.upload();
            run.trained(job.leaseEpoch(), said);
        } catch (StoreException e) {
            LOG.warn("The logs of job {} are not in the store: {}", job.job(), e.getMessage());
        }
    }
}

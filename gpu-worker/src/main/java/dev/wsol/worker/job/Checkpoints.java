package dev.wsol.worker.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.QueuedJob;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.worker.train.Learner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints of one attempt: {@code jobs/<job>/e<lease epoch>/checkpoints/<training epoch>}, in the middle of an epoch
 * {@code .../<complete epochs>-<steps after them>}.
 */
final class Checkpoints {
    private static final Pattern PLACE =
            Pattern.compile("jobs/[^/]+/e(\\d{1,9})/checkpoints/(\\d{1,9})(?:-(\\d{1,9}))?/manifest\\.json");
    private static final Pattern PARTIAL =
            Pattern.compile("jobs/[^/]+/e(\\d{1,9})/checkpoints/(\\d{1,9})-\\d{1,9}/[^/]+");
    private static final String MANIFEST = "/manifest.json";
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final CheckpointStore store;
    private final QueuedJob job;
    private final Workspace files;

    Checkpoints(CheckpointStore store, QueuedJob job, Workspace files) {
        this.store = store;
        this.job = job;
        this.files = files;
    }

    /** Makes a learner from weights and trainer state. */
    interface Resume {
        Learner from(Map<String, Tensor> weights, Map<String, Tensor> state);
    }

    /**
     * Stores the learner as it is between two steps; when this returns the bytes are safe.
     *
     * @param weights the learner's, already exported
     * @param about what else the manifest shall say
     */
    CheckpointRef save(Map<String, Tensor> weights, Learner learner, Map<String, ?> about) {
        int epoch = learner.position().epoch();
        int step = learner.position().step();
        var metadata = Map.of(
                "format", "pt", "job", job.job().value(), "epoch", String.valueOf(epoch), "step", String.valueOf(step));
        var model = write("model.safetensors", weights, metadata);
        var trainer = write("trainer.safetensors", learner.state(), metadata);
        var number = String.format(Locale.ROOT, "%04d", epoch);
        if (step > 0) number += String.format(Locale.ROOT, "-%06d", step);
        var prefix = "jobs/" + job.job() + "/e" + job.leaseEpoch() + "/checkpoints/" + number;
        var stored = store.save(prefix, model, Optional.of(trainer), manifest(epoch, step, about));
        files.clear();
        return new CheckpointRef(stored.uri(), stored.sha256(), epoch, step);
    }

    /**
     * Removes what was stored in the middle of epochs before this complete checkpoint, by this attempt and earlier ones.
     * Should the job be taken up from such a state all the same, because its lease was lost before the coordinator knew of
     * the checkpoint, {@link #resume} falls back and trains some steps again.
     */
    void dropPartialBefore(CheckpointRef complete) {
        try {
            store.objects().keys("jobs/" + job.job() + "/e").stream()
                    .filter(key -> isPartialBefore(key, complete))
                    // without its manifest a checkpoint is none, so a half removed one misleads nobody
                    .sorted(Comparator.comparing(key -> !key.endsWith(MANIFEST)))
                    .forEach(store.objects()::delete);
        } catch (StoreException e) {
            LOG.warn("States in mid-epoch of job {} stay in the store: {}", job.job(), e.getMessage());
        }
    }

    private boolean isPartialBefore(String key, CheckpointRef complete) {
        var place = PARTIAL.matcher(key);
        return place.matches()
                && Integer.parseInt(place.group(1)) <= job.leaseEpoch()
                && Integer.parseInt(place.group(2)) < complete.epoch();
    }

    /**
     * The learner to go on with: from the named checkpoint or, when that is damaged, from the newest older one of the job.
     * Empty when the job starts fresh: also when the named one lay in the middle of an epoch, is gone and none is older.
     *
     * @throws StoreException or {@link CheckpointException}, of the named checkpoint, if none can be used
     */
    Optional<Learner> resume(Resume how) {
        if (job.resumeFrom().isEmpty()) return Optional.empty();
        var named = job.resumeFrom().get();
        try {
            return Optional.of(load(named.uri(), Optional.of(named.sha256()), how));
        } catch (CheckpointException | StoreException e) {
            if (!isDamage(e)) throw e;
            LOG.warn("Job {} cannot continue from {}: {}", job.job(), named.uri(), e.getMessage());
            var older = older(named).flatMap(uri -> tried(uri, how).stream()).findFirst();
            if (older.isEmpty() && !(named.partial() && isGone(e))) throw e;
            return older;
        }
    }

    private Optional<Learner> tried(String uri, Resume how) {
        try {
            var learner = load(uri, Optional.empty(), how);
            LOG.info("Job {} continues from {} instead.", job.job(), uri);
            return Optional.of(learner);
        } catch (CheckpointException | StoreException e) {
            if (!isDamage(e)) throw e;
            LOG.warn("Nor can it from {}: {}", uri, e.getMessage());
            return Optional.empty();
        }
    }

    private Learner load(String uri, Optional<String> sha256, Resume how) {
        var loaded = store.load(uri, files.folder());
        var found = loaded.stored().sha256();
        if (sha256.isPresent() && !found.equals(sha256.get()))
            throw new CheckpointException(
                    uri + " holds a model with SHA-256 " + found + ", but " + sha256.get() + " was announced");
        var trainer = loaded.trainer().orElseThrow(() -> new CheckpointException(uri + " has no trainer state"));
        try {
            return how.from(
                    Safetensors.read(loaded.model()).tensors(),
                    Safetensors.read(trainer).tensors());
        } finally {
            files.clear();
        }
    }

    /** Finished checkpoints of this job up to the named one, the furthest trained first. */
    private Stream<String> older(CheckpointRef named) {
        var bucket = named.uri().substring(0, named.uri().indexOf('/', "s3://".length()) + 1);
        return store.objects().keys("jobs/" + job.job() + "/").stream()
                .flatMap(key -> Place.of(key).stream())
                .filter(place -> !place.isAfter(named))
                .sorted(Comparator.reverseOrder())
                .map(Place::key)
                .map(key -> bucket + key.substring(0, key.length() - MANIFEST.length()))
                .filter(uri -> !uri.equals(named.uri()));
    }

    /** Where a stored checkpoint stands; ordered by training, then by attempt. */
    private record Place(String key, int epoch, int step, int leaseEpoch) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparingInt(Place::epoch)
                .thenComparingInt(Place::step)
                .thenComparingInt(Place::leaseEpoch);

        static Optional<Place> of(String key) {
            var match = PLACE.matcher(key);
            if (!match.matches()) return Optional.empty();
            int step = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
            return Optional.of(
                    new Place(key, Integer.parseInt(match.group(2)), step, Integer.parseInt(match.group(1))));
        }

        boolean isAfter(CheckpointRef ref) {
            return epoch > ref.epoch() || epoch == ref.epoch() && step > ref.step();
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private static boolean isGone(RuntimeException e) {
        return e instanceof StoreException s && s.kind() == StoreException.Kind.MISSING;
    }

    private static boolean isDamage(RuntimeException e) {
        return !(e instanceof StoreException s)
                || s.kind() == StoreException.Kind.CORRUPT
                || s.kind() == StoreException.Kind.MISSING;
    }

    private Path write(String name, Map<String, Tensor> tensors, Map<String, String> metadata) {
        var file = files.file(name);
        try {
            new Safetensors(tensors, metadata).write(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private Map<String, Object> manifest(int epoch, int step, Map<String, ?> about) {
        var out = new LinkedHashMap<String, Object>();
        out.put("job", job.job().value());
        out.put("leaseEpoch", job.leaseEpoch());
        out.put("epoch", epoch);
        if (step > 0) out.put("step", step);
        job.resumeFrom().ifPresent(from -> out.put("resumedFrom", from.uri()));
        if (job.spec() instanceof JobSpec.Train t) {
            var m = t.model();
            out.put("arch", m.arch());
            out.put("sizes", List.of(m.width(), m.depth(), m.heads()));
            out.put("data", t.data().path());
            out.put("learningRate", t.recipe().learningRate());
            out.put("batch", t.recipe().batch());
            out.put("epochs", t.recipe().epochs());
            out.put("seed", t.recipe().seed());
        }
        out.putAll(about);
        return out;
    }
}

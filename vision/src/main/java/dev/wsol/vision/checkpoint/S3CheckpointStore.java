package dev.wsol.vision.checkpoint;

import dev.wsol.vision.checkpoint.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checkpoints in an S3 bucket. */
public final class S3CheckpointStore implements CheckpointStore {
    private static final Pattern FINISHED = Pattern.compile("(.*/e(\\d{1,9})/checkpoints/(\\d{1,9}))/manifest\\.json");
    private static final String BINARY = "application/octet-stream";

    private final S3ObjectStore objects;
    private final StoreSettings settings;

    private S3CheckpointStore(StoreSettings settings) {
        this.objects = new S3ObjectStore(settings);
        this.settings = settings;
    }

    /** Connects lazily: an unreachable store shows at the first call. */
    public static S3CheckpointStore open(StoreSettings settings) {
        return new S3CheckpointStore(settings);
    }

    /**
     * Creates the bucket unless it is there, and makes sure that create-once writes really are.
     *
     * @throws StoreException of kind REFUSED if the store ignores conditions
     */
    public void ensureBucket() {
        objects.ensureBucket();
        objects.requireConditionalWrites();
    }

    /** Removes the parts of uploads that were begun longer ago than this and never finished; answers how many. */
    public int abortAbandoned(Duration age) {
        return objects.abortAbandoned(age);
    }

    @Override
    public StoredCheckpoint save(String prefix, Path model, Optional<Path> trainer, Map<String, ?> about) {
        Manifest manifest = Manifest.of(digest(model), trainer.map(S3CheckpointStore::digest), about);
        Optional<Manifest> earlier = find(prefix);
        if (earlier.isPresent()) return sameOrRefused(prefix, manifest, earlier.get());
        putChecked(prefix + "/" + Manifest.MODEL, model, manifest.objects().get(Manifest.MODEL));
        trainer.ifPresent(file -> putChecked(
                prefix + "/" + Manifest.TRAINER, file, manifest.objects().get(Manifest.TRAINER)));
        if (!objects.putNew(prefix + "/" + Manifest.NAME, manifest.bytes(), "application/json"))
            return sameOrRefused(prefix, manifest, manifest(prefix));
        return stored(prefix, manifest);
    }

    private void putChecked(String key, Path file, Digest expected) {
        if (!objects.put(key, file, BINARY).equals(expected))
            throw new StoreException(Kind.LOCAL_DISK, file + " changed while it was being stored as " + key);
    }

    private StoredCheckpoint sameOrRefused(String prefix, Manifest ours, Manifest theirs) {
        if (ours.objects().equals(theirs.objects())) return stored(prefix, theirs);
        throw new StoreException(
                Kind.EXISTS, uri(prefix) + " is a finished checkpoint with other content; it is never replaced");
    }

    private static Digest digest(Path file) {
        try {
            return Digest.of(file);
        } catch (IOException e) {
            throw S3Call.local("read " + file, e);
        }
    }

    @Override
    public LoadedCheckpoint load(String uri, Path folder) {
        String prefix = prefix(uri);
        Manifest manifest = manifest(prefix);
        Path model = fetch(prefix, Manifest.MODEL, manifest, folder);
        Optional<Path> trainer = manifest.objects().containsKey(Manifest.TRAINER)
                ? Optional.of(fetch(prefix, Manifest.TRAINER, manifest, folder))
                : Optional.empty();
        return new LoadedCheckpoint(stored(prefix, manifest), model, trainer, manifest.about());
    }

    @Override
    public LoadedCheckpoint loadModel(String uri, String sha256, Path folder) {
        String prefix = prefix(uri);
        Manifest manifest = manifest(prefix);
        String found = manifest.objects().get(Manifest.MODEL).sha256();
        if (!found.equals(sha256))
            throw new StoreException(
                    Kind.CORRUPT,
                    "%s holds a model with SHA-256 %s, but %s was announced".formatted(uri, found, sha256));
        Path model = fetch(prefix, Manifest.MODEL, manifest, folder);
        return new LoadedCheckpoint(stored(prefix, manifest), model, Optional.empty(), manifest.about());
    }

    @Override
    public Digest fetch(String uri, Path file) {
        return objects.get(prefix(uri), file);
    }

    private Path fetch(String prefix, String name, Manifest manifest, Path folder) {
        Path file = folder.resolve(name);
        Digest wanted = manifest.objects().get(name);
        Digest found = objects.get(prefix + "/" + name, file);
        if (!found.equals(wanted))
            throw new StoreException(
                    Kind.CORRUPT,
                    "%s/%s is damaged: its manifest says %s, it is %s".formatted(uri(prefix), name, wanted, found));
        return file;
    }

    private Manifest manifest(String prefix) {
        String key = prefix + "/" + Manifest.NAME;
        try {
            return Manifest.parse(key, objects.get(key, Manifest.MOST_BYTES));
        } catch (StoreException e) {
            if (e.kind() != Kind.MISSING) throw e;
            throw new StoreException(Kind.MISSING, uri(prefix) + " is no finished checkpoint: " + e.getMessage(), e);
        }
    }

    private Optional<Manifest> find(String prefix) {
        try {
            return Optional.of(manifest(prefix));
        } catch (StoreException e) {
            if (e.kind() != Kind.MISSING) throw e;
            return Optional.empty();
        }
    }

    private record Place(String prefix, int epoch, int number) {}

    @Override
    public Optional<StoredCheckpoint> latest(String job) {
        return objects.keys(job + "/").stream()
                .map(FINISHED::matcher)
                .filter(m -> m.matches() && m.group(1).startsWith(job + "/e"))
                .map(m -> new Place(m.group(1), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3))))
                .max(Comparator.comparingInt(Place::epoch).thenComparingInt(Place::number))
                .map(place -> stored(place.prefix(), manifest(place.prefix())));
    }

    private StoredCheckpoint stored(String prefix, Manifest manifest) {
        Digest model = manifest.objects().get(Manifest.MODEL);
        return new StoredCheckpoint(uri(prefix), model.sha256(), model.bytes());
    }

    private String uri(String prefix) {
        return "s3://" + settings.bucket() + "/" + prefix;
    }

    private String prefix(String uri) {
        String own = "s3://" + settings.bucket() + "/";
        if (!uri.startsWith(own))
            throw new StoreException(
                    Kind.REFUSED, "\"" + uri + "\" is not in this store, whose addresses begin with " + own);
        return uri.substring(own.length());
    }

    @Override
    public String bucket() {
        return settings.bucket();
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    @Override
    public void close() {
        objects.close();
    }
}

package dev.wsol.evaluator.job;

import dev.wsol.contract.JobId;
import dev.wsol.vision.checkpoint.ObjectStore;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.dataset.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts of the evaluation at hand: all of them in a folder, where they wait for their threshold, and some of them in the
 * object store, where the next attempt finds them. What is in the store is a convenience: when it cannot be written or
 * read, work is done again, never lost.
 */
final class PartStore {
    private static final Logger LOG = LoggerFactory.getLogger(PartStore.class);
    private static final Pattern NAME = Pattern.compile("([0-9]{9})-([0-9]{9})\\.part");

    private final ObjectStore store;
    private final String prefix;
    private final Path folder;
    private final boolean earlier;
    private final Map<String, Path> unshared = new LinkedHashMap<>();

    /**
     * @param prefix of the objects' keys; it must name everything that the counts depend on
     * @param folder for files, emptied by its owner
     * @param earlier whether an earlier attempt may have left parts
     */
    PartStore(ObjectStore store, String prefix, Path folder, boolean earlier) {
        this.store = store;
        this.prefix = prefix;
        this.folder = folder;
        this.earlier = earlier;
    }

    /** A part that is counted, without its rows, and the file that has them. */
    record Kept(Part sum, Path file) {}

    /** What earlier attempts left of this split, without gaps from its beginning. */
    List<Kept> earlier(Split split) {
        var out = new ArrayList<Kept>();
        if (!earlier) return out;
        try {
            var keys = store.keys(key(split, ""));
            for (var next = following(keys, 0); next.isPresent(); ) {
                var kept = fetch(next.get(), split);
                if (kept.isEmpty()) break;
                out.add(kept.get());
                next = following(keys, kept.get().sum().to());
            }
        } catch (StoreException e) {
            LOG.warn("What an earlier attempt counted cannot be read, so it is counted again: {}", e.getMessage());
        }
        return out;
    }

    /** The longest stretch that begins at this index: attempts that lost their lease may have left others. */
    private static Optional<String> following(List<String> keys, int from) {
        return keys.stream()
                .filter(key -> bound(key, 1) == from && bound(key, 2) > from)
                .max(Comparator.comparingInt(key -> bound(key, 2)));
    }

    private static int bound(String key, int group) {
        var name = NAME.matcher(key.substring(key.lastIndexOf('/') + 1));
        return name.matches() ? Integer.parseInt(name.group(group)) : -1;
    }

    private Optional<Kept> fetch(String key, Split split) {
        var file = folder.resolve(ProtocolScorer.name(split) + "-" + key.substring(key.lastIndexOf('/') + 1));
        try {
            store.get(key, file);
            var part = PartFile.read(file);
            if (part.from() != bound(key, 1) || part.to() != bound(key, 2))
                throw new IOException("it holds images " + part.from() + " to " + part.to());
            return Optional.of(new Kept(part.withoutRows(), file));
        } catch (IOException e) {
            LOG.warn("{} cannot be used, so its images are counted again: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    Kept keep(Split split, Part part) throws IOException {
        var name = "%09d-%09d.part".formatted(part.from(), part.to());
        var file = folder.resolve(ProtocolScorer.name(split) + "-" + name);
        PartFile.write(file, part);
        unshared.put(key(split, name), file);
        return new Kept(part.withoutRows(), file);
    }

    /** Puts everything kept so far where the next attempt finds it. */
    void share() {
        try {
            for (var next = unshared.entrySet().iterator(); next.hasNext(); next.remove()) {
                var part = next.next();
                store.put(part.getKey(), part.getValue(), "application/octet-stream");
            }
        } catch (StoreException e) {
            LOG.warn("Counts cannot be stored; after an interruption they would be made again: {}", e.getMessage());
        }
    }

    /** Removes what all attempts at this evaluation left in the store: it is finished and nobody will read on. */
    static void clear(ObjectStore store, JobId evaluation) {
        try {
            store.keys(folder(evaluation)).forEach(store::delete);
        } catch (StoreException e) {
            LOG.warn("Counts of the finished evaluation {} stay in the store: {}", evaluation, e.getMessage());
        }
    }

    /** Keys of all parts of an evaluation begin so. */
    static String folder(JobId evaluation) {
        return "evaluations/" + evaluation + "/partial/";
    }

    private String key(Split split, String name) {
        return prefix + "/" + ProtocolScorer.name(split) + "/" + name;
    }
}

package dev.wsol.vision.checkpoint;

import dev.wsol.contract.Nearest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights to start from instead of drawn ones. Optimizer and counters start fresh, as with the official {@code --resume}.
 *
 * @param uri as asked for
 * @param file the weights, verified
 */
public record Initial(String uri, WeightsFile file) {
    private static final String ONE_FILE = ".*\\.(pth|pt|safetensors)";
    private static final Logger LOG = LoggerFactory.getLogger(Initial.class);

    /**
     * Finds, fetches and verifies.
     *
     * @param uri a published name such as {@code deit-small} (see {@link Published}), a file or folder on this machine,
     *     {@code http(s)://} address, or {@code s3://} address of a stored checkpoint or of one file
     * @param sha256 what the digest of the file must be, or begin with; empty to take what is there
     * @param cache folder of fetched files; made when missing
     * @param store where {@code s3://} addresses lie; empty where there is none
     * @throws CheckpointException if it is not there, not what was announced, or no weights; says what to do
     * @throws StoreException if the store or the address cannot be reached
     */
    public static Initial load(String uri, String sha256, Path cache, Optional<CheckpointStore> store) {
        var published = Published.named(uri);
        if (published.isPresent()) return read(uri, published(published.get(), cache), sha256);
        if (uri.startsWith("s3://")) return stored(uri, sha256, cache, store);
        if (uri.startsWith("http://") || uri.startsWith("https://"))
            return read(uri, Download.of(address(uri), sha256).into(cache), sha256);
        Path file = Path.of(uri);
        if (Files.exists(file)) return read(uri, file, sha256);
        throw new CheckpointException("no weights at " + file.toAbsolutePath() + ", and no published name"
                + Nearest.known(uri, Published.names()));
    }

    private static URI address(String uri) {
        try {
            return URI.create(uri);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("\"" + Printable.of(uri) + "\" is no address", e);
        }
    }

    private static Path published(Published weights, Path cache) {
        Path file = cache.resolve(weights.file());
        if (Files.exists(file)) {
            check(file.toString(), digest(file), weights.sha256());
            return file;
        }
        if (weights.address().isEmpty())
            throw new CheckpointException(weights.name() + " has no direct address: get " + weights.file() + " from "
                    + weights.source() + " and put it at " + file.toAbsolutePath());
        return Download.of(weights.address().get(), weights.sha256()).into(cache);
    }

    private static Initial stored(String uri, String sha256, Path cache, Optional<CheckpointStore> store) {
        if (store.isEmpty())
            throw new CheckpointException(
                    "no object store is configured to fetch " + uri + " from: set WSOL_S3_ENDPOINT" + " and the keys");
        try {
            Files.createDirectories(cache);
            Path folder = Files.createTempDirectory(cache, "fetched-");
            Path model = folder.resolve(Manifest.MODEL);
            try {
                if (!uri.matches(ONE_FILE))
                    return read(uri, store.get().load(uri, folder).model(), sha256);
                store.get().fetch(uri, model);
                return read(uri, model, sha256);
            } finally { // the weights stay mapped
                Files.deleteIfExists(model);
                Files.deleteIfExists(folder.resolve(Manifest.TRAINER));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw S3Call.local("use " + cache, e);
        }
    }

    private static Initial read(String uri, Path file, String sha256) {
        var weights = WeightsFile.read(file);
        check(file.toString(), weights.digest(), sha256);
        LOG.info(
                "Initial weights {}: {}, SHA-256 {}",
                uri,
                weights.form(),
                weights.digest().sha256());
        return new Initial(uri, weights);
    }

    private static Digest digest(Path file) {
        try {
            return Digest.of(file);
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be read (" + e + ")", e);
        }
    }

    static void check(String what, Digest digest, String sha256) {
        if (!digest.sha256().startsWith(sha256))
            throw new CheckpointException(what + " has SHA-256 " + digest.sha256() + ", but it should begin with "
                    + sha256 + ": it is damaged or another file; remove it and fetch it again");
    }

    /**
     * A network's weights with everything replaced that the file has (see {@link PretrainedFilter}).
     *
     * @param weights every entry of the network, in its order
     * @param filter what was taken, dropped, ignored and kept
     */
    public record Start(Map<String, Tensor> weights, PretrainedFilter filter) {}

    /**
     * @param arch full name of the network, which decides what counts as its head
     * @param fresh every entry of the network with the value it has when the file lacks it
     * @throws CheckpointException if the file is for another network
     */
    public Start into(String arch, Map<String, Tensor> fresh) {
        var shapes = new LinkedHashMap<String, long[]>();
        fresh.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        var filter = PretrainedFilter.of(shapes, file.tensors(), heads(arch));
        if (2 * filter.taken().size() < fresh.size())
            throw new CheckpointException(uri + " is for another network than " + arch + ": it has only "
                    + filter.taken().size() + " of its " + fresh.size() + " entries");
        var weights = new LinkedHashMap<>(fresh);
        weights.putAll(filter.taken());
        LOG.info(
                "Initial weights {}: {} of {} entries taken, dropped {}, kept {}",
                uri,
                filter.taken().size(),
                fresh.size(),
                filter.dropped(),
                filter.kept());
        return new Start(Collections.unmodifiableMap(weights), filter);
    }

    private static Set<String> heads(String arch) {
        if (arch.startsWith("conformer")) return PretrainedFilter.CONFORMER_HEADS;
        return arch.startsWith("vit") ? PretrainedFilter.VIT_HEADS : PretrainedFilter.DEIT_HEADS;
    }
}

package dev.wsol.vision.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A PyTorch checkpoint ({@code .pth}, {@code .pt}), read without running it: the zip form and the older form
 * (spec section 8.1). Devices are ignored, views are made contiguous.
 *
 * @param root what the file holds: null, Boolean, Long, BigInteger, Double, String, {@link Tensor}, List or Map
 */
public record Pth(Object root) {

    /**
     * Reads the whole file into memory.
     *
     * @throws CheckpointException if the file is missing, damaged, not PyTorch's, or asks for anything but plain
     *     values and tensors
     */
    public static Pth read(Path file) {
        try {
            return new Pth(isZip(file) ? ZipPth.read(file) : LegacyPth.read(file));
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /**
     * What the official training program saves after its best epoch, and its test and {@code --resume} read.
     *
     * @param state weights by name, without prefix; each gets the {@code module.} that the official program cuts off
     * @param bestMap best GT-Known so far, percent. Written as a number of no axes in 64 bits: the strict reader of
     *     PyTorch 1.13 knows no bare fractions
     */
    public static Pth trained(long epoch, Map<String, Tensor> state, double bestMap) {
        var wrapped = new LinkedHashMap<String, Tensor>();
        state.forEach((name, tensor) -> wrapped.put("module." + name, tensor));
        var root = new LinkedHashMap<String, Object>();
        root.put("epoch", epoch);
        root.put("state_dict", wrapped);
        root.put("best_map", Tensor.of(bestMap));
        return new Pth(root);
    }

    /**
     * Writes the zip form, which every PyTorch from 1.6 on reads, also with {@code weights_only=True} (where bare
     * fractions need 2.0). The file is complete under its name or not there.
     *
     * @throws IOException if the folder cannot be written or the disk is full; an existing file stays as it was
     * @throws IllegalArgumentException if the tree holds what no checkpoint does
     */
    public void write(Path file) throws IOException {
        WholeFile.write(file, out -> ZipPthWriter.write(out, root));
    }

    private static boolean isZip(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            return head.length == 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
        }
    }

    /**
     * The tensors of a state dict in file order; entries that are no tensors are left out.
     *
     * @param keys where it lies, outermost first, for example {@code "state_dict"}; none for the file itself
     * @throws CheckpointException if there is no dictionary of that name or it has no tensor
     */
    public Map<String, Tensor> tensors(String... keys) {
        Object at = root;
        for (String key : keys) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(key))
                throw new CheckpointException("the checkpoint has no entry \"" + key + "\"; it has " + names(at));
            at = map.get(key);
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        if (at instanceof Map<?, ?> map)
            map.forEach((key, value) -> {
                if (key instanceof String name && value instanceof Tensor tensor) tensors.put(name, tensor);
            });
        if (tensors.isEmpty())
            throw new CheckpointException("there are no tensors in "
                    + (keys.length == 0 ? "the checkpoint" : List.of(keys)) + "; it has " + names(at));
        return Collections.unmodifiableMap(tensors);
    }

    private static String names(Object value) {
        if (!(value instanceof Map<?, ?> map)) return "a single value";
        return map.keySet().stream().limit(20).map(Printable::of).toList().toString();
    }

    /**
     * Cuts a prefix such as {@code module.} (left by DataParallel) off every name.
     *
     * @throws CheckpointException if only some names carry it
     */
    public static Map<String, Tensor> withoutPrefix(String prefix, Map<String, Tensor> tensors) {
        var cut = new LinkedHashMap<String, Tensor>();
        tensors.forEach(
                (name, tensor) -> cut.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, tensor));
        long carrying = tensors.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .count();
        if (carrying != 0 && carrying != tensors.size())
            throw new CheckpointException(
                    carrying + " of " + tensors.size() + " names begin with \"" + prefix + "\"; all or none should");
        return Collections.unmodifiableMap(cut);
    }
}

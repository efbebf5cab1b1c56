package dev.wsol.vision.checkpoint;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** The names that a PyTorch checkpoint may use, and what each of them means here. Nothing else is accepted. */
final class Torch {
    private static final int MOST_AXES = 64;

    /** Far more than any file holds, few enough that sums of bytes do not overflow. */
    private static final long MOST_NUMBERS = 1L << 36;

    private static final Map<String, Tensor.Type> STORAGES = Map.of(
            "FloatStorage", Tensor.Type.F32,
            "DoubleStorage", Tensor.Type.F64,
            "HalfStorage", Tensor.Type.F16,
            "BFloat16Storage", Tensor.Type.BF16,
            "LongStorage", Tensor.Type.I64,
            "IntStorage", Tensor.Type.I32,
            "ShortStorage", Tensor.Type.I16,
            "CharStorage", Tensor.Type.I8,
            "ByteStorage", Tensor.Type.U8,
            "BoolStorage", Tensor.Type.BOOL);
    private static final Set<String> DTYPES =
            Set.of("float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool");

    private enum Callable {
        ORDERED_DICT,
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        SIZE
    }

    /**
     * A run of numbers in the file.
     *
     * @param key names the data in the file
     * @param count elements
     */
    record Storage(Tensor.Type type, String key, long count) {
        long bytes() {
            return Math.multiplyExact(count, type.bytes());
        }
    }

    /** A tensor before its numbers are read: a strided look at a storage, in elements. */
    record View(Storage storage, long offset, long[] shape, long[] stride) {}

    private final String name;
    private final Map<String, Storage> storages = new HashMap<>();

    Torch(String name) {
        this.name = name;
    }

    /** Every storage met so far, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** The name that PyTorch has for a run of such elements. */
    static String storageName(Tensor.Type type) {
        return STORAGES.entrySet().stream()
                .filter(e -> e.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    Object global(String module, String member) {
        String full = module + "." + member;
        return switch (full) {
            case "collections.OrderedDict" -> Callable.ORDERED_DICT;
            case "torch._utils._rebuild_tensor_v2" -> Callable.REBUILD_TENSOR;
            case "torch._utils._rebuild_parameter" -> Callable.REBUILD_PARAMETER;
            case "torch.Size" -> Callable.SIZE;
            default -> named(module, member, full);
        };
    }

    private Object named(String module, String member, String full) {
        if (module.equals("torch") && STORAGES.containsKey(member)) return STORAGES.get(member);
        if (module.equals("torch") && DTYPES.contains(member)) return full;
        throw refused("it asks for " + Printable.of(full)
                + ", which is not among the names allowed in a checkpoint; load it in"
                + " Python, keep only the state dict, and save that");
    }

    Object call(Object callable, List<?> arguments) {
        if (!(callable instanceof Callable known)) throw refused("it calls something that is no function");
        return switch (known) {
            case ORDERED_DICT -> orderedDict(arguments);
            case REBUILD_TENSOR -> view(arguments);
            case REBUILD_PARAMETER -> (View) arguments.get(0);
            case SIZE -> numbers((List<?>) arguments.get(0)).boxed().toList();
        };
    }

    private Map<Object, Object> orderedDict(List<?> arguments) {
        if (!arguments.isEmpty()) throw refused("it makes an ordered dictionary with arguments");
        return new LinkedHashMap<>();
    }

    /** ('storage', type, key, device, count[, view]): the device is where it once was and does not matter. */
    Storage storage(Object id) {
        var parts = (List<?>) id;
        if (parts.size() < 5 || !"storage".equals(parts.get(0)) || parts.size() > 5 && parts.get(5) != null)
            throw refused("it names a storage in an unknown way");
        var storage = new Storage((Tensor.Type) parts.get(1), (String) parts.get(2), (Long) parts.get(4));
        if (storage.count() < 0) throw refused("it has a storage of negative length");
        if (storage.count() > MOST_NUMBERS) throw refused("it has a storage of " + storage.count() + " numbers");
        var earlier = storages.putIfAbsent(storage.key(), storage);
        if (earlier != null && !earlier.equals(storage))
            throw refused("it describes storage " + Printable.of(storage.key()) + " twice");
        return storage;
    }

    /** (storage, offset, size, stride, requires_grad, hooks[, metadata]). */
    private View view(List<?> arguments) {
        long[] shape = numbers((List<?>) arguments.get(2)).toArray();
        long[] stride = numbers((List<?>) arguments.get(3)).toArray();
        if (shape.length != stride.length)
            throw refused("it has a tensor with " + shape.length + " lengths and " + stride.length + " strides");
        return new View((Storage) arguments.get(0), (Long) arguments.get(1), shape, stride);
    }

    /** Copied at each mention, so a long list that is mentioned often must not pass. */
    private LongStream numbers(List<?> values) {
        if (values.size() > MOST_AXES) throw refused("it has a tensor of " + values.size() + " axes");
        return values.stream().mapToLong(v -> (Long) v);
    }

    private CheckpointException refused(String what) {
        return new CheckpointException(name + ": the pickle in this file is refused: " + what);
    }
}

package dev.wsol.vision.checkpoint;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes plain values and tensors as pickle protocol 2, with the few instructions and names that the strict readers of
 * PyTorch allow ({@code weights_only}). A map that holds nothing but tensors becomes an ordered dictionary with
 * {@code _metadata}, as PyTorch's own state dicts are.
 */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Tensor> storages = new ArrayList<>();

    /** @throws IllegalArgumentException for a value that no checkpoint holds */
    static PickleWriter of(Object root) {
        var writer = new PickleWriter();
        writer.op(0x80).op(2);
        writer.value(root);
        writer.op('.');
        return writer;
    }

    byte[] program() {
        return out.toByteArray();
    }

    /** The numbers, storage {@code i} under key {@code i}. */
    List<Tensor> storages() {
        return storages;
    }

    private void value(Object value) {
        if (value == null) op('N');
        else if (value instanceof Boolean b) op(b ? 0x88 : 0x89);
        else if (value instanceof Long || value instanceof Integer) whole(((Number) value).longValue());
        else if (value instanceof BigInteger big) digits(big);
        else if (value instanceof Double d) op('G').bytes(8, Long.reverseBytes(Double.doubleToLongBits(d)));
        else if (value instanceof String text) text(text);
        else if (value instanceof Tensor tensor) tensor(tensor);
        else if (value instanceof List<?> list) list(list);
        else if (value instanceof Map<?, ?> map) map(map);
        else
            throw new IllegalArgumentException(
                    "a checkpoint holds no " + value.getClass().getName());
    }

    private void whole(long value) {
        if (value == (int) value) op('J').bytes(4, value);
        else digits(BigInteger.valueOf(value));
    }

    private void digits(BigInteger value) {
        byte[] big = value.toByteArray();
        if (big.length > 255) throw new IllegalArgumentException("an integer of " + big.length + " bytes");
        op(0x8a).op(big.length);
        for (int i = big.length - 1; i >= 0; i--) op(big[i]);
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').bytes(4, utf8.length);
        out.writeBytes(utf8);
    }

    private void list(List<?> list) {
        op(']').op('(');
        list.forEach(this::value);
        op('e');
    }

    private void map(Map<?, ?> map) {
        boolean state = !map.isEmpty()
                && map.values().stream().allMatch(Tensor.class::isInstance)
                && map.keySet().stream().allMatch(String.class::isInstance);
        if (state) orderedDict();
        else op('}');
        entries(map);
        if (state) metadata(map.keySet());
    }

    private void entries(Map<?, ?> map) {
        op('(');
        map.forEach((key, value) -> {
            if (!(key instanceof String) && !(key instanceof Long))
                throw new IllegalArgumentException("a key of " + key + " in a checkpoint");
            value(key);
            value(value);
        });
        op('u');
    }

    private void orderedDict() {
        name("collections", "OrderedDict").op(')').op('R');
    }

    /** The attribute that tells PyTorch which version of each module wrote its entries: 2 for batch norms, else 1. */
    private void metadata(Set<?> names) {
        op('}');
        text("_metadata");
        orderedDict();
        entries(versions(names));
        op('s').op('b');
    }

    private static Map<String, Object> versions(Set<?> names) {
        var versions = new LinkedHashMap<String, Object>();
        versions.put("", Map.of("version", 1L));
        for (Object name : names) {
            var text = (String) name;
            for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1))
                versions.putIfAbsent(text.substring(0, dot), Map.of("version", 1L));
            if (text.endsWith(".num_batches_tracked"))
                versions.put(text.substring(0, text.lastIndexOf('.')), Map.of("version", 2L));
        }
        return versions;
    }

    /** The function, then (storage, offset 0, lengths, strides, no gradient, no hooks). */
    private void tensor(Tensor tensor) {
        name("torch._utils", "_rebuild_tensor_v2").op('(');
        op('(');
        text("storage");
        name("torch", Torch.storageName(tensor.type()));
        text(String.valueOf(storages.size()));
        text("cpu");
        whole(tensor.count());
        op('t').op('Q');
        whole(0);
        tuple(tensor.shape());
        tuple(strides(tensor.shape()));
        op(0x89);
        orderedDict();
        op('t').op('R');
        storages.add(tensor);
    }

    private void tuple(long[] values) {
        op('(');
        for (long value : values) whole(value);
        op('t');
    }

    private static long[] strides(long[] shape) {
        var strides = new long[shape.length];
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(1, shape[axis]);
        }
        return strides;
    }

    private PickleWriter name(String module, String member) {
        op('c');
        out.writeBytes((module + "\n" + member + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private PickleWriter op(int code) {
        out.write(code);
        return this;
    }

    /** The lowest bytes of a number, the lowest first. */
    private void bytes(int count, long number) {
        for (int i = 0; i < count; i++) op((int) (number >>> 8 * i));
    }
}

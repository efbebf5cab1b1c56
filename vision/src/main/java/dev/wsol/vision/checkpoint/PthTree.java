package dev.wsol.vision.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Replaces the views in an unpickled tree by tensors, once all storages are there. */
final class PthTree {
    private static final int DEEPEST = 100;

    private final String name;
    private final Map<String, ByteBuffer> storages;
    private final Views views;
    private final IdentityHashMap<Object, Object> seen = new IdentityHashMap<>();

    PthTree(String name, Map<String, ByteBuffer> storages, Views views) {
        this.name = name;
        this.storages = storages;
        this.views = views;
    }

    Object filled(Object value) {
        return filled(value, 0);
    }

    private Object filled(Object value, int depth) {
        if (depth > DEEPEST) throw new CheckpointException(name + ": nested more than " + DEEPEST + " deep");
        if (value instanceof Torch.View view) return known(view, () -> tensor(view));
        if (value instanceof Map<?, ?> map) return known(map, () -> filledMap(map, depth));
        if (value instanceof List<?> list) return known(list, () -> filledList(list, depth));
        if (value == null || value instanceof Number || value instanceof String || value instanceof Boolean)
            return value;
        return value.toString(); // a bare name, such as a storage class: of no use beyond its name
    }

    /** Each shared part is filled once: a small pickle can name the same part very often. */
    private Object known(Object key, Supplier<Object> fill) {
        Object before = seen.get(key);
        if (before != null) return before;
        Object filled = fill.get();
        seen.put(key, filled);
        return filled;
    }

    private Tensor tensor(Torch.View view) {
        return views.tensor(view, storages.get(view.storage().key()));
    }

    private Map<Object, Object> filledMap(Map<?, ?> map, int depth) {
        var filled = new LinkedHashMap<Object, Object>();
        map.forEach((key, value) -> filled.put(key, filled(value, depth + 1)));
        return filled;
    }

    private List<Object> filledList(List<?> list, int depth) {
        var filled = new ArrayList<Object>();
        for (Object value : list) filled.add(filled(value, depth + 1));
        return filled;
    }
}

package dev.wsol.vision.dataset;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The one data set there is; layouts differ in how they are read. */
final class ListedDataset implements DatasetSource {
    private final String name;
    private final Layout layout;
    private final List<String> classes;
    private final List<String> notes;
    private final Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
    private final String digest;

    ListedDataset(String name, Layout layout, Parts parts) {
        this.name = name;
        this.layout = layout;
        this.classes = List.copyOf(parts.classes());
        this.notes = List.copyOf(parts.notes());
        for (Split split : Split.values()) splits.put(split, List.copyOf(parts.split(split)));
        this.digest = DatasetDigest.of(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<Sample> split(Split split) {
        return splits.get(split);
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public String digest() {
        return digest;
    }
}

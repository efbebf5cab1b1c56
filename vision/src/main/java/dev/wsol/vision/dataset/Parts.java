package dev.wsol.vision.dataset;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a layout's reader has found. */
final class Parts {
    private final Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
    private final List<String> notes = new ArrayList<>();
    private List<String> classes = List.of();

    Parts() {
        for (Split split : Split.values()) splits.put(split, new ArrayList<>());
    }

    void classes(List<String> names) {
        classes = names;
    }

    List<String> classes() {
        return classes;
    }

    List<Sample> split(Split split) {
        return splits.get(split);
    }

    /** Something that people should know and that is no mistake. */
    void note(String note) {
        notes.add(note);
    }

    List<String> notes() {
        return notes;
    }

    boolean isEmpty() {
        return splits.values().stream().allMatch(List::isEmpty);
    }

    /** The custom where test annotations are not published: what is called val is the part to be scored. */
    void scoreValidationWithoutTest() {
        if (!split(Split.TEST).isEmpty() || split(Split.VALIDATION).isEmpty()) return;
        splits.put(Split.TEST, splits.put(Split.VALIDATION, new ArrayList<>()));
        note("there is no test part, so val is what is scored, and validation images are set aside from train");
    }

    void carve(int perClass, long seed) {
        var train = split(Split.TRAIN);
        var chosen = ValidationCarver.choose(train, perClass, seed);
        if (chosen.isEmpty()) return;
        for (Sample sample : train)
            if (chosen.contains(sample.id())) split(Split.VALIDATION).add(sample);
        train.removeIf(sample -> chosen.contains(sample.id()));
        note("%d validation images are set aside from train, %d a class at most, seed %d"
                .formatted(chosen.size(), perClass, seed));
    }
}

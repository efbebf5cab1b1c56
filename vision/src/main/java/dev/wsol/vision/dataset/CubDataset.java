package dev.wsol.vision.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A folder in the layout of CUB-200-2011, with CUBV2 validation images when they are there (spec sections 1.1, 1.2).
 *
 * <p>Without CUBV2 a validation split is carved out of the training images: in each class the images are ordered by
 * the first 8 bytes of SHA-256("seed/id") and the first {@code validationPerClass} leave the training split, never
 * more than a third of a class. The same seed and lists give the same split on every machine.
 */
public final class CubDataset implements DatasetSource {
    private final String name;
    private final List<String> classes;
    private final Map<Split, List<Sample>> splits;
    private final String digest;

    private CubDataset(String name, List<String> classes, Map<Split, List<Sample>> splits) {
        this.name = name;
        this.classes = List.copyOf(classes);
        this.splits = splits;
        this.digest = DatasetDigest.of(this);
    }

    /**
     * Reads and checks the lists; no image is opened.
     *
     * @param validationPerClass images a class to carve out when there is no CUBV2; 0 for none
     * @throws DatasetException naming up to ten mistakes by file, line and id
     */
    public static CubDataset open(Path root, int validationPerClass, long seed) {
        if (validationPerClass < 0)
            throw new DatasetException("validation images a class must be 0 or more, not " + validationPerClass);
        checkFolder(root);
        var problems = new Problems(root.toString());
        CubTables tables = CubTables.read(root, problems);
        tables.checkJoin(problems);
        List<String> classes = classes(tables, problems);
        Map<Split, List<Sample>> splits = samples(root, tables, classes.size(), problems);
        if (CubV2Lists.isPresent(root)) splits.put(Split.VALIDATION, CubV2Lists.read(root, classes.size(), problems));
        problems.throwIfAny();
        for (Split split : List.of(Split.TRAIN, Split.TEST))
            if (splits.get(split).isEmpty())
                problems.add("train_test_split.txt: there is no %s image; mark some"
                        .formatted(split.name().toLowerCase(Locale.ROOT)));
        problems.throwIfAny();
        if (splits.get(Split.VALIDATION).isEmpty()) carve(splits, validationPerClass, seed);
        splits.replaceAll((split, list) -> List.copyOf(list));
        Path folder = root.toAbsolutePath().normalize().getFileName();
        return new CubDataset(folder == null ? "data" : folder.toString(), classes, splits);
    }

    private static void checkFolder(Path root) {
        if (!Files.isDirectory(root))
            throw new DatasetException("data set " + root + ": there is no such folder; give the folder that holds"
                    + " images.txt and images/");
        try (var files = Files.list(root)) {
            if (files.findAny().isEmpty())
                throw new DatasetException("data set " + root + ": the folder is empty; unpack the data set into it");
        } catch (IOException e) {
            throw new DatasetException("data set " + root + ": cannot be listed (" + e + ")", e);
        }
    }

    /** Names by label; the numbers in classes.txt must be 1, 2, 3, ... without a gap. */
    private static List<String> classes(CubTables tables, Problems problems) {
        var names = new ArrayList<String>();
        for (int number = 1; number <= tables.classes().size(); number++) {
            var entry = tables.classes().get(number);
            if (entry == null)
                problems.add("classes.txt: has %d classes but no class %d; number them from 1"
                        .formatted(tables.classes().size(), number));
            names.add(entry == null ? "" : entry.value());
        }
        return names;
    }

    private static Map<Split, List<Sample>> samples(Path root, CubTables tables, int classes, Problems problems) {
        var splits = new EnumMap<Split, List<Sample>>(Split.class);
        for (Split split : Split.values()) splits.put(split, new ArrayList<>());
        var paths = new ImagePaths(root.resolve("images"), problems);
        tables.images().forEach((number, image) -> {
            Path path = paths.resolve(image.value(), image.line());
            var label = tables.labels().get(number);
            var train = tables.trains().get(number);
            var box = tables.boxes().get(number);
            if (path == null || label == null || train == null || box == null) return; // told already
            if (label.value() < 1 || label.value() > classes)
                problems.add("%s: image id %d has class %d, but classes.txt names 1 to %d"
                        .formatted(label.line().at(), number, label.value(), classes));
            splits.get(train.value() ? Split.TRAIN : Split.TEST)
                    .add(new Sample(image.value(), path, label.value() - 1, List.of(box.value()), origin(box, number)));
        });
        return splits;
    }

    private static String origin(CubTables.Entry<Box> box, int number) {
        return box.line().at() + " (id " + number + ")";
    }

    private static void carve(Map<Split, List<Sample>> splits, int perClass, long seed) {
        var chosen = ValidationCarver.choose(splits.get(Split.TRAIN), perClass, seed);
        splits.put(
                Split.VALIDATION,
                splits.get(Split.TRAIN).stream().filter(chosen::contains).toList());
        splits.get(Split.TRAIN).removeIf(chosen::contains);
    }

    @Override
    public String name() {
        return name;
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
    public String digest() {
        return digest;
    }
}

package dev.wsol.vision.dataset;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The five text files of CUB-200-2011, each "id values" a line, joined by id (spec section 1.1).
 *
 * @param images id to path below {@code images/}, in file order
 * @param classes class number to name
 * @param labels id to class number, from 1
 * @param trains id to whether it is a training image
 * @param boxes id to its box
 */
record CubTables(
        Map<Integer, Entry<String>> images,
        Map<Integer, Entry<String>> classes,
        Map<Integer, Entry<Integer>> labels,
        Map<Integer, Entry<Boolean>> trains,
        Map<Integer, Entry<Box>> boxes) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** A value and the line it stood on. */
    record Entry<T>(T value, Origin origin) {}

    static CubTables read(Path root, Problems problems) {
        return new CubTables(
                table(root, "images.txt", problems, text -> text),
                table(root, "classes.txt", problems, text -> text),
                table(root, "image_class_labels.txt", problems, CubTables::classNumber),
                table(root, "train_test_split.txt", problems, CubTables::flag),
                table(root, "bounding_boxes.txt", problems, CubTables::box));
    }

    /** Reports every image that a table lacks and every id that no image has. */
    void checkJoin(Problems problems) {
        BiConsumer<String, Map<Integer, ?>> same = (file, table) -> {
            for (var e : images.entrySet())
                if (!table.containsKey(e.getKey()))
                    problems.in(
                            file,
                            "has no line for image id %d (%s); add it"
                                    .formatted(e.getKey(), e.getValue().origin()));
            for (var id : table.keySet())
                if (!images.containsKey(id))
                    problems.in(file, "id %d is not in images.txt; remove the line".formatted(id));
        };
        same.accept("image_class_labels.txt", labels);
        same.accept("train_test_split.txt", trains);
        same.accept("bounding_boxes.txt", boxes);
    }

    /** Reads the text after the id; IllegalArgumentException says what is wrong with it. */
    private interface Reader<T> {
        T read(String text);
    }

    private static <T> Map<Integer, Entry<T>> table(Path root, String name, Problems problems, Reader<T> reader) {
        var table = new LinkedHashMap<Integer, Entry<T>>();
        ListFile.eachOfSome(root, name, line -> {
            try {
                String[] parts = BLANKS.split(line.text(), 2);
                if (parts.length < 2) throw new IllegalArgumentException("has an id and no value");
                int id = id(parts[0]);
                var earlier = table.putIfAbsent(id, new Entry<>(reader.read(parts[1]), line.origin()));
                if (earlier != null)
                    problems.at(
                            line,
                            "id %d stands already on line %d; keep one of the two"
                                    .formatted(id, earlier.origin().line()));
            } catch (IllegalArgumentException e) {
                problems.at(line, line.quoted() + " " + e.getMessage());
            }
        });
        return table;
    }

    private static int id(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("does not begin with an integer id", e);
        }
    }

    private static Integer classNumber(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has no integer class after the id", e);
        }
    }

    private static Boolean flag(String text) {
        if (text.equals("1")) return true;
        if (text.equals("0")) return false;
        throw new IllegalArgumentException("must say 1 (train) or 0 (test) after the id");
    }

    private static Box box(String text) {
        String[] parts = BLANKS.split(text);
        if (parts.length != 4) throw new IllegalArgumentException("must have x y width height after the id");
        double[] v = Numbers.doubles(parts, 0, 4);
        var box = new Box.Sized(v[0], v[1], v[2], v[3]);
        if (!box.isProper()) throw new IllegalArgumentException("is a box without area; width and height must be > 0");
        return box;
    }
}

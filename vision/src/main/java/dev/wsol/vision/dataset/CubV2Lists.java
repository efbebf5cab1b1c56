package dev.wsol.vision.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The validation images of CUBV2: lists in {@code CUBV2/val/}, comma separated, labels from 0, boxes as corners;
 * images in {@code CUBV2/} (spec sections 1.2 and 1.4).
 */
final class CubV2Lists {
    private static final String LISTS = "CUBV2/val/";

    private CubV2Lists() {}

    static boolean isPresent(Path root) {
        return Files.isRegularFile(root.resolve(LISTS + "image_ids.txt"));
    }

    static List<Sample> read(Path root, int classes, Problems problems) {
        Map<String, Integer> labels = labels(root, classes, problems);
        Map<String, List<Box>> boxes = new LinkedHashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        for (ListFile.Line line :
                ListFile.read(root, LISTS + "localization.txt").lines()) addBox(line, boxes, origins, problems);

        var paths = new ImagePaths(root.resolve("CUBV2"), problems);
        var samples = new ArrayList<Sample>();
        for (ListFile.Line line : ListFile.read(root, LISTS + "image_ids.txt").lines()) {
            String id = line.text();
            Path path = paths.resolve(id, line);
            Integer label = labels.remove(id);
            List<Box> found = boxes.remove(id);
            if (label == null)
                problems.add("%sclass_labels.txt: has no line for %s (%s)".formatted(LISTS, id, line.at()));
            if (found == null)
                problems.add("%slocalization.txt: has no line for %s (%s)".formatted(LISTS, id, line.at()));
            if (path != null && label != null && found != null)
                samples.add(new Sample(id, path, label, found, origins.get(id)));
        }
        labels.keySet()
                .forEach(id -> problems.add("%sclass_labels.txt: %s is not in image_ids.txt".formatted(LISTS, id)));
        boxes.keySet()
                .forEach(id -> problems.add("%slocalization.txt: %s is not in image_ids.txt".formatted(LISTS, id)));
        return samples;
    }

    private static Map<String, Integer> labels(Path root, int classes, Problems problems) {
        var labels = new LinkedHashMap<String, Integer>();
        for (ListFile.Line line :
                ListFile.read(root, LISTS + "class_labels.txt").lines()) {
            String[] parts = line.text().split(",", -1);
            int label = parts.length == 2 ? parseLabel(parts[1].strip()) : -1;
            if (label < 0 || label >= classes)
                problems.add("%s: \"%s\" must be an id and a class from 0 to %d"
                        .formatted(line.at(), CubTables.shortened(line.text()), classes - 1));
            else if (labels.putIfAbsent(parts[0], label) != null)
                problems.add("%s: %s stands twice; keep one".formatted(line.at(), parts[0]));
        }
        return labels;
    }

    private static int parseLabel(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static void addBox(
            ListFile.Line line, Map<String, List<Box>> boxes, Map<String, String> origins, Problems problems) {
        try {
            String[] parts = line.text().split(",", -1);
            if (parts.length != 5) throw new IllegalArgumentException("must be an id and x0,y0,x1,y1");
            double[] v = CubTables.numbers(new String[] {parts[1], parts[2], parts[3], parts[4]});
            var box = new Box.Corners(v[0], v[1], v[2], v[3]);
            if (!box.isProper()) throw new IllegalArgumentException("is a box without area; x1 > x0 and y1 > y0");
            boxes.computeIfAbsent(parts[0], id -> new ArrayList<>()).add(box);
            origins.putIfAbsent(parts[0], line.at());
        } catch (IllegalArgumentException e) {
            problems.add("%s: \"%s\" %s".formatted(line.at(), CubTables.shortened(line.text()), e.getMessage()));
        }
    }
}

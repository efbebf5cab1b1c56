package dev.wsol.vision.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** CUB-200-2011, with CUBV2 validation images when they are there (spec sections 1.1, 1.2). */
final class CubReader implements LayoutReader {
    static final String SIGN = "images.txt beside train_test_split.txt";
    static final String TREE = """
            CUB_200_2011/
              images.txt                  id path              (path below images/)
              image_class_labels.txt      id class             (from 1)
              train_test_split.txt        id 1|0               (1 train, 0 test)
              bounding_boxes.txt          id x y width height
              classes.txt                 class name
              images/001.Name/*.jpg
              CUBV2/val/{image_ids,class_labels,image_sizes,localization}.txt   optional: validation
              CUBV2/001.Name/*.jpg                                              its images, or in images/
            """;

    private static final String V2 = "CUBV2/val/";

    @Override
    public boolean recognises(Path root) {
        return ListFile.isThere(root, "images.txt") && ListFile.isThere(root, "train_test_split.txt");
    }

    @Override
    public Parts read(Request request) {
        var problems = request.problems();
        var root = request.root();
        CubTables tables = CubTables.read(root, problems);
        tables.checkJoin(problems);
        var parts = new Parts();
        parts.classes(classes(tables, problems));
        samples(root, tables, parts, problems);
        if (WsolMetadata.isSplit(root.resolve(V2))) {
            var lists = WsolMetadata.read(root.resolve(V2), V2, WsolMetadata.IDS, problems);
            var files = new ImageFiles(problems, List.of(root.resolve("CUBV2"), root.resolve("images")));
            new WsolRows(files, problems).add(lists, parts, Split.VALIDATION);
        }
        if (problems.count() == 0) checkParts(parts, problems);
        return parts;
    }

    private static void checkParts(Parts parts, Problems problems) {
        for (Split split : List.of(Split.TRAIN, Split.TEST))
            if (parts.split(split).isEmpty())
                problems.in(
                        "train_test_split.txt",
                        "there is no %s image; mark some".formatted(split.name().toLowerCase(Locale.ROOT)));
        for (Sample sample : parts.split(Split.VALIDATION))
            if (sample.label() >= parts.classes().size())
                problems.in(
                        V2 + WsolMetadata.LABELS,
                        "%s has class %d, but classes.txt names 0 to %d"
                                .formatted(
                                        sample.id(),
                                        sample.label(),
                                        parts.classes().size() - 1));
    }

    /** Names by label; the numbers in classes.txt must be 1, 2, 3, ... without a gap. */
    private static List<String> classes(CubTables tables, Problems problems) {
        var names = new ArrayList<String>();
        for (int number = 1; number <= tables.classes().size(); number++) {
            var entry = tables.classes().get(number);
            if (entry == null)
                problems.in(
                        "classes.txt",
                        "has %d classes but no class %d; number them from 1"
                                .formatted(tables.classes().size(), number));
            names.add(entry == null ? "" : entry.value());
        }
        return names;
    }

    private static void samples(Path root, CubTables tables, Parts parts, Problems problems) {
        int classes = parts.classes().size();
        var files = new ImageFiles(problems, List.of(root.resolve("images")));
        tables.images().forEach((number, image) -> {
            var file = files.find(image.value(), image.origin());
            var label = tables.labels().get(number);
            var train = tables.trains().get(number);
            var box = tables.boxes().get(number);
            if (file.isEmpty() || label == null || train == null || box == null) return; // told already
            if (label.value() < 1 || label.value() > classes)
                problems.at(
                        label.origin(),
                        "image id %d has class %d, but classes.txt names 1 to %d"
                                .formatted(number, label.value(), classes));
            else
                parts.split(train.value() ? Split.TRAIN : Split.TEST)
                        .add(new Sample(
                                image.value(),
                                file.get().folder(),
                                file.get().name(),
                                label.value() - 1,
                                Annotation.of(List.of(box.value())),
                                box.origin()));
        });
    }
}

package dev.wsol.vision.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plain folders, one a class: classes without boxes. */
final class FoldersReader implements LayoutReader {
    static final String SIGN = "folders of images";
    static final String TREE = """
            pictures/                 all of it for training
              cat/*.jpg
              dog/*.png
            or
              train/cat/*.jpg
              val/cat/*.jpg           validation; the test part where there is no test/
              test/cat/*.jpg
            """;

    @Override
    public boolean recognises(Path root) {
        try {
            var folders = ClassFolders.folders(root);
            // Above some other data set, every picture would be taken for one of class "train" or "images".
            if (folders.stream().anyMatch(FoldersReader::isOther)) return false;
            for (Path folder : folders) if (ClassFolders.holdsImages(folder)) return true;
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOther(Path folder) {
        return Arrays.stream(Layout.values())
                .anyMatch(layout -> layout != Layout.FOLDERS && layout.reader().recognises(folder));
    }

    @Override
    public Parts read(Request request) {
        var parts = new Parts();
        var found = new EnumMap<Split, ClassFolders>(Split.class);
        var named = named(request.root());
        named.forEach((split, folder) -> found.put(split, ClassFolders.list(folder, request.problems())));
        var classes = classes(named, found, request.problems());
        found.forEach((split, folders) -> {
            var folder = named.get(split);
            String prefix = folder.equals(request.root()) ? "" : folder.getFileName() + "/";
            add(parts.split(split), folder, prefix, folders, classes);
        });
        parts.classes(classes);
        parts.scoreValidationWithoutTest();
        int others = found.values().stream().mapToInt(ClassFolders::others).sum();
        if (others > 0) parts.note(others + " files that are no .jpg, .jpeg or .png are passed over");
        parts.note("there are no boxes: these images serve for training and classification");
        return parts;
    }

    private static Map<Split, Path> named(Path root) {
        var named = new EnumMap<Split, Path>(Split.class);
        for (Path folder : folders(root))
            if (isPart(folder))
                PartNames.part(folder.getFileName().toString()).ifPresent(split -> named.putIfAbsent(split, folder));
        return named.containsKey(Split.TRAIN) ? named : Map.of(Split.TRAIN, root);
    }

    private static boolean isPart(Path folder) {
        return List.of("train", "val", "valid", "validation", "test")
                .contains(folder.getFileName().toString());
    }

    private static List<Path> folders(Path root) {
        try {
            return ClassFolders.folders(root);
        } catch (IOException e) {
            throw new DatasetException(root + ": cannot be listed (" + e + ")", e);
        }
    }

    /** Those of the training part; another part may lack some, but not bring others. */
    private static List<String> classes(Map<Split, Path> named, Map<Split, ClassFolders> found, Problems problems) {
        var train = found.get(Split.TRAIN).classes();
        found.forEach((split, folders) -> folders.classes().stream()
                .filter(name -> !train.contains(name))
                .forEach(name ->
                        problems.in(named.get(split).getFileName() + "/" + name, "this class has no training images")));
        return train;
    }

    private static void add(List<Sample> to, Path folder, String prefix, ClassFolders found, List<String> classes) {
        var labels = new HashMap<String, Integer>();
        for (String name : classes) labels.put(name, labels.size());
        for (var entry : found.entries()) {
            Integer label = labels.get(entry.folder());
            if (label == null) continue; // told already
            String id = prefix + entry.path();
            to.add(new Sample(id, folder, entry.path(), label, Annotation.NONE, new Origin(id, 0)));
        }
    }
}

package dev.wsol.vision.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ILSVRC 2012 as SCM and TS-CAM expect it; the 50,000 validation images are the test part, ImageNetV2 is the validation
 * part (spec section 1.3).
 */
final class IlsvrcReader implements LayoutReader {
    static final String SIGN = "the folder ILSVRC2012_list";
    static final String TREE = """
            ILSVRC2012/
              ILSVRC2012_list/train.txt            n01440764/n01440764_18.JPEG 0     optional: else from the folders
              ILSVRC2012_list/val_folder_new.txt   n01440764/ILSVRC2012_val_00000293.JPEG 0 x0 y0 x1 y1 [x0 y0 x1 y1 ...]
              ILSVRC2012_list/val2/{image_ids,class_labels,image_sizes,localization}.txt   optional: validation
              ILSVRC2012_list/val2/mapping.txt     0/0.jpeg,real/path.jpeg           optional: files below val2/
              train/n01440764/*.JPEG
              val/n01440764/*.JPEG                 or all directly in val/
              val2/0/*.jpeg
            """;

    private static final String LISTS = "ILSVRC2012_list/";
    private static final String TRAIN = LISTS + "train.txt";
    private static final String TEST = LISTS + "val_folder_new.txt";
    private static final String V2 = LISTS + "val2/";

    @Override
    public boolean recognises(Path root) {
        return Files.isDirectory(root.resolve(LISTS));
    }

    @Override
    public Parts read(Request request) {
        return new Reading(request.root(), request.problems()).read();
    }

    private static final class Reading {
        private final Path root;
        private final Problems problems;
        private final Parts parts = new Parts();
        private final ClassNames names;

        Reading(Path root, Problems problems) {
            this.root = root;
            this.problems = problems;
            this.names = new ClassNames();
        }

        Parts read() {
            if (ListFile.isThere(root, TEST)) list(TEST, "val", Split.TEST);
            else parts.note(TEST + " is missing, so there is no test part");
            train();
            if (WsolMetadata.isSplit(root.resolve(V2))) validation();
            parts.classes(names.byLabel());
            return parts;
        }

        private void train() {
            if (ListFile.isThere(root, TRAIN)) list(TRAIN, "train", Split.TRAIN);
            else if (Files.isDirectory(root.resolve("train"))) folders();
            else parts.note("there is neither " + TRAIN + " nor a folder train, so there is no training part");
        }

        private void list(String file, String folder, Split split) {
            var files = new ImageFiles(problems, List.of(root.resolve(folder)), Reading::withoutFolder);
            var samples = parts.split(split);
            ListFile.eachOfSome(root, file, line -> {
                try {
                    entry(line, split, files).ifPresent(samples::add);
                } catch (IllegalArgumentException e) {
                    problems.at(line, line.quoted() + " " + e.getMessage());
                }
            });
        }

        private Optional<Sample> entry(ListFile.Line line, Split split, ImageFiles files) {
            String[] words = line.words();
            boolean boxed = split == Split.TEST;
            if (boxed ? words.length < 6 || words.length % 4 != 2 : words.length != 2)
                throw new IllegalArgumentException(
                        boxed ? "must be path, class and x0 y0 x1 y1 of each box" : "must be path and class");
            int label = Numbers.label(words[1]);
            names.of(label, folder(words[0])).ifPresent(other -> {
                throw new IllegalArgumentException(other);
            });
            var boxes = new ArrayList<Box>(words.length / 4);
            for (int at = 2; at < words.length; at += 4) boxes.add(Numbers.corners(words, at));
            var origin = line.origin();
            return files.find(words[0], origin)
                    .map(file -> new Sample(words[0], file.folder(), file.name(), label, Annotation.of(boxes), origin));
        }

        private static String folder(String path) {
            int slash = path.lastIndexOf('/');
            if (slash < 1) throw new IllegalArgumentException("has no class folder in its path");
            return path.substring(0, slash);
        }

        /** The archive as it is published has the validation images in one folder. */
        private static Optional<String> withoutFolder(Below folder, String name) {
            return Optional.of(name.substring(name.lastIndexOf('/') + 1));
        }

        /** train.txt is not published with the programs; the labels then come from the test list's folders. */
        private void folders() {
            var found = ClassFolders.list(root.resolve("train"), problems);
            for (String folder : found.classes())
                if (names.labelOf(folder).isEmpty())
                    problems.in("train/" + folder, "no list says which class this folder is; add " + TRAIN);
            for (var file : found.entries())
                names.labelOf(file.folder()).ifPresent(label -> parts.split(Split.TRAIN)
                        .add(new Sample(
                                file.path(),
                                root.resolve("train"),
                                file.path(),
                                label,
                                Annotation.NONE,
                                new Origin("train/" + file.path(), 0))));
            parts.note(TRAIN + " is missing; the training images are those in the folders of train/");
        }

        private void validation() {
            var lists = WsolMetadata.read(root.resolve(V2), V2, WsolMetadata.IDS, problems);
            var real = ListFile.isThere(root, V2 + "mapping.txt")
                    ? NameMapping.read(root, V2 + "mapping.txt", "val2/", problems)
                    : NameMapping.NONE;
            new WsolRows(new ImageFiles(problems, List.of(root), real), problems).add(lists, parts, Split.VALIDATION);
            lists.rows().forEach(row -> names.atLeast(row.label()));
        }
    }
}

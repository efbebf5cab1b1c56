package dev.wsol.vision.dataset;

import dev.wsol.contract.DataRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The door to all data sets on disk. */
public final class Datasets {
    private Datasets() {}

    /**
     * Reads and checks the lists; no image is opened.
     *
     * @throws DatasetException naming up to ten mistakes by file, line and id
     */
    public static DatasetSource open(DataRef ref) {
        var problems = new Problems(ref.path());
        var data = open(ref, problems);
        problems.throwIfAny();
        return data;
    }

    /**
     * The same, but mistakes are collected and what they spoil is left out.
     *
     * @throws DatasetException if there is nothing to go on with: no folder, no list, an unknown layout
     */
    public static DatasetSource open(DataRef ref, Problems problems) {
        var root = Path.of(ref.path());
        checkFolder(root);
        var layout = layout(ref, root);
        var parts = layout.reader().read(new LayoutReader.Request(root, ref, problems));
        if (parts.isEmpty() && problems.count() == 0)
            throw new DatasetException("data set " + root + ": the lists name no image");
        if (parts.split(Split.VALIDATION).isEmpty()) parts.carve(ref.validationPerClass(), ref.validationSeed());
        Path folder = root.toAbsolutePath().normalize().getFileName();
        return new ListedDataset(folder == null ? "data" : folder.toString(), layout, parts);
    }

    private static Layout layout(DataRef ref, Path root) {
        if (!ref.layout().isEmpty()) return Layout.named(ref.layout());
        return Layout.of(root).orElseThrow(() -> new DatasetException(unknown(root)));
    }

    private static String unknown(Path root) {
        var known = Arrays.stream(Layout.values())
                .map(layout -> "\n  " + layout.label() + ": " + layout.sign())
                .collect(Collectors.joining());
        return "data set " + root + ": its layout is not recognised" + hint(root) + "; looked for" + known;
    }

    /** People often name the folder above. */
    private static String hint(Path root) {
        return below(root)
                .map(found -> ", but " + found + " looks like one; give that folder")
                .orElse("");
    }

    private static Optional<Path> below(Path root) {
        try (var inner = Files.list(root)) {
            return inner.sorted()
                    .limit(100)
                    .filter(Files::isDirectory)
                    .filter(folder -> Layout.of(folder).isPresent())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void checkFolder(Path root) {
        if (!Files.isDirectory(root))
            throw new DatasetException(
                    "data set " + root + ": there is no such folder; give the folder that holds its lists or images");
        try (var files = Files.list(root)) {
            if (files.findAny().isEmpty())
                throw new DatasetException("data set " + root + ": the folder is empty; unpack the data set into it");
        } catch (IOException e) {
            throw new DatasetException("data set " + root + ": cannot be listed (" + e + ")", e);
        }
    }
}

package dev.wsol.infra.creatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that says which set a directory holds, and whether it is whole: written before the first image, so that a directory
 * of somebody else's is never taken for ours, and again after the last file.
 */
final class Marker {
    static final String FILE = "creatures.txt";

    /** Counts changes of the drawing: sets of an older drawing are drawn anew. */
    private static final int DRAWING = 1;

    private static final String COMPLETE = "complete\n";

    private final Path root;
    private final Path file;
    private final String parameters;

    Marker(Path root, long seed, Sizes sizes) {
        this.root = root;
        file = root.resolve(FILE);
        parameters = "creatures drawing " + DRAWING + "\nseed " + seed + "\ntrain " + sizes.train() + "\nvalidation "
                + sizes.validation() + "\ntest " + sizes.test() + "\n";
    }

    boolean isComplete() throws IOException {
        return Files.isRegularFile(file) && Files.readString(file, UTF_8).equals(parameters + COMPLETE);
    }

    /** What a whole set of other parameters was drawn from: such a set is replaced. */
    Optional<String> another() throws IOException {
        if (!Files.isRegularFile(file)) return Optional.empty();
        var there = Files.readString(file, UTF_8);
        if (!there.endsWith(COMPLETE) || there.startsWith(parameters)) return Optional.empty();
        return Optional.of(
                there.substring(0, there.length() - COMPLETE.length()).strip().replace("\n", ", "));
    }

    /** Takes the directory, clearing an earlier set. */
    void begin() throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) throw new IOException("it is a file. Name a folder");
        Files.createDirectories(root);
        if (Files.exists(file)) {
            for (String ours : List.of("images", "CUBV2")) deleteAll(root.resolve(ours));
        } else if (!isEmpty(root)) {
            throw new IOException("it holds other files. Choose a new or empty directory");
        }
        Files.writeString(file, parameters, UTF_8);
    }

    void complete() throws IOException {
        Files.writeString(file, parameters + COMPLETE, UTF_8);
    }

    private static boolean isEmpty(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.findAny().isEmpty();
        }
    }

    private static void deleteAll(Path dir) throws IOException {
        if (!Files.exists(dir)) return;
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path f : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(f);
        }
    }
}

package dev.wsol.vision.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Images sorted into folders, one a class. Sorted by name, so that every machine sees the same order. */
final class ClassFolders {
    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png");
    private static final int DEEPEST = 8;

    private final Path root;
    private final Problems problems;
    private final List<String> classes = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private int others;

    /** An image; {@code path} is below the root and begins with {@code folder}. */
    record Entry(String folder, String path) {}

    private ClassFolders(Path root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** @throws DatasetException if the folder cannot be listed */
    static ClassFolders list(Path root, Problems problems) {
        var folders = new ClassFolders(root, problems);
        try {
            for (Path folder : folders(root)) folders.walk(folder);
        } catch (IOException e) {
            throw new DatasetException(root + ": cannot be listed (" + e + ")", e);
        }
        return folders;
    }

    /** Folders of a folder, sorted, without hidden ones. */
    static List<Path> folders(Path root) throws IOException {
        try (var inner = Files.list(root)) {
            return inner.filter(f -> Files.isDirectory(f) && !isHidden(f))
                    .sorted()
                    .toList();
        }
    }

    /** Whether there is an image not far below; looks at names only, and at not too many. */
    static boolean holdsImages(Path folder) throws IOException {
        try (var files = Files.walk(folder, 3)) {
            return files.limit(10_000).anyMatch(file -> isImage(file.toString()));
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Names of the folders that hold images. */
    List<String> classes() {
        return classes;
    }

    List<Entry> entries() {
        return entries;
    }

    /** Files that are no JPEG or PNG by their names. */
    int others() {
        return others;
    }

    private void walk(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        var below = new Below(root);
        var real = folder.toRealPath(); // a link itself would be visited as a file, and its images lost
        if (!real.startsWith(root.toRealPath())) {
            problems.in(name, "the folder is a link out of the data set; copy it there");
            return;
        }
        var found = new ArrayList<Entry>();
        Files.walkFileTree(real, EnumSet.noneOf(FileVisitOption.class), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (isHidden(file) || attributes.isDirectory()) return FileVisitResult.CONTINUE;
                String path = name + "/" + real.relativize(file).toString().replace('\\', '/');
                if (!isImage(path)) others++;
                else if (attributes.isRegularFile() || below.look(path) == Below.What.FILE)
                    found.add(new Entry(name, path));
                else problems.in(path, "is a link that leads nowhere or out of the data set; copy the file there");
                return FileVisitResult.CONTINUE;
            }
        });
        if (found.isEmpty()) return;
        found.sort((a, b) -> a.path().compareTo(b.path()));
        classes.add(name);
        entries.addAll(found);
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static boolean isImage(String path) {
        int dot = path.lastIndexOf('.');
        return IMAGES.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}

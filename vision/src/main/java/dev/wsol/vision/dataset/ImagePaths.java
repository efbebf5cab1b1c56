package dev.wsol.vision.dataset;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Image files named by a list: each below one folder, there, and named once. */
final class ImagePaths {
    private final Path folder;
    private final Problems problems;
    private final Map<Path, ListFile.Line> seen = new HashMap<>();

    ImagePaths(Path folder, Problems problems) {
        this.folder = folder.normalize();
        this.problems = problems;
    }

    /** The file, or null after reporting what is wrong with it. */
    Path resolve(String relative, ListFile.Line line) {
        Path path = below(relative);
        if (path == null) {
            problems.add("%s: \"%s\" is not a path below %s; absolute paths and .. are refused"
                    .formatted(line.at(), CubTables.shortened(relative), folder));
            return null;
        }
        ListFile.Line earlier = seen.putIfAbsent(path, line);
        if (earlier != null) {
            problems.add("%s: %s stands already on line %d; keep one".formatted(line.at(), relative, earlier.number()));
            return null;
        }
        if (!Files.isRegularFile(path)) {
            problems.add(
                    "%s: the image file %s does not exist; unpack it or remove its lines".formatted(line.at(), path));
            return null;
        }
        return path;
    }

    private Path below(String relative) {
        try {
            Path path = Path.of(relative);
            if (path.isAbsolute()) return null;
            for (Path part : path) if (part.toString().equals("..")) return null;
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}

package dev.wsol.vision.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/** A folder whose files are named by somebody else: names must not lead out of it, neither by {@code ..} nor by links. */
final class Below {
    private final Path folder;
    private final Path real;
    private final Map<Path, Boolean> folders = new HashMap<>();
    private final Map<String, Boolean> there = new HashMap<>(); // by folder of a name

    enum What {
        FILE,
        MISSING,
        LINK_OUT
    }

    Below(Path folder) {
        this.folder = folder;
        this.real = real(folder);
    }

    Path folder() {
        return folder;
    }

    /** Whether the name is that of a file below a folder, as a matter of spelling. */
    static boolean isBelow(String relative) {
        if (isPlain(relative)) return true;
        try {
            var path = Path.of(relative);
            if (relative.isEmpty() || path.isAbsolute()) return false;
            for (Path part : path) if (part.toString().equals("..")) return false;
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Letters, digits and what else names of images are made of: true of nearly all of a million, and soon seen. */
    private static boolean isPlain(String relative) {
        char before = '/';
        for (int i = 0; i < relative.length(); i++) {
            char c = relative.charAt(i);
            boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
            if (!word && (before == '/' || before == '.' || c != '/' && c != '.')) return false;
            before = c;
        }
        return !relative.isEmpty();
    }

    /** @param relative spelt as {@link #isBelow} asks for */
    What look(String relative) {
        int slash = relative.lastIndexOf('/');
        if (slash > 0 && !there.computeIfAbsent(relative.substring(0, slash), this::isFolder)) return What.MISSING;
        Path path = folder.resolve(relative);
        // Answers without an exception, whose making would cost a minute for a million missing files.
        if (!path.toFile().isFile()) return What.MISSING;
        try {
            var seen = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (seen.isSymbolicLink()) return link(path);
            if (!seen.isRegularFile()) return What.MISSING;
            return folders.computeIfAbsent(path.getParent(), f -> real(f).startsWith(real)) ? What.FILE : What.LINK_OUT;
        } catch (IOException e) {
            return What.MISSING;
        }
    }

    private boolean isFolder(String name) {
        return folder.resolve(name).toFile().isDirectory();
    }

    private What link(Path path) throws IOException {
        Path target = path.toRealPath();
        if (!target.startsWith(real)) return What.LINK_OUT;
        return Files.isRegularFile(target) ? What.FILE : What.MISSING;
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }
}

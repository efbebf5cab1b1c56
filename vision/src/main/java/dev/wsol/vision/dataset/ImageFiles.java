package dev.wsol.vision.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Image files named by a list: each below one of some folders, there, and named once. */
final class ImageFiles {
    private final Problems problems;
    private final List<Below> folders;
    private final List<Spelling> spellings;
    private final Map<String, Integer> lines = new HashMap<>();

    /** Another name that the file may have below a folder. */
    interface Spelling {
        Optional<String> of(Below folder, String name);
    }

    /** A file: the folder is shared by many images, which a million of them notice. */
    record Found(Path folder, String name) {}

    /**
     * @param folders looked into in this order, each with all names before the next
     * @param others tried after the name itself
     */
    ImageFiles(Problems problems, List<Path> folders, Spelling... others) {
        this.problems = problems;
        this.folders = folders.stream().map(Below::new).toList();
        this.spellings = new ArrayList<>(List.of(others));
        spellings.add(0, (folder, name) -> Optional.of(name));
    }

    /** The file, or nothing after reporting what is wrong with it. */
    Optional<Found> find(String name, Origin at) {
        if (!Below.isBelow(name)) {
            problems.at(
                    at,
                    "%s is not a path below %s; absolute paths and .. are refused"
                            .formatted(ListFile.quoted(name), folders.get(0).folder()));
            return Optional.empty();
        }
        Integer earlier = lines.putIfAbsent(plain(name), at.line());
        if (earlier != null) {
            problems.at(at, "%s stands already on line %d; keep one".formatted(name, earlier));
            return Optional.empty();
        }
        return look(name, at);
    }

    /** One name for one file, the list's own text where it can be. */
    private static String plain(String name) {
        return name.contains("./") || name.contains("//")
                ? Path.of(name).normalize().toString()
                : name;
    }

    private Optional<Found> look(String name, Origin at) {
        boolean out = false;
        for (var folder : folders)
            for (var spelling : spellings) {
                var spelt = spelling.of(folder, name);
                if (spelt.isEmpty()) continue;
                var what = folder.look(spelt.get());
                if (what == Below.What.FILE) return Optional.of(new Found(folder.folder(), spelt.get()));
                out |= what == Below.What.LINK_OUT;
            }
        boolean link = out;
        problems.missing(at, () -> missing(folders.get(0).folder().resolve(name), link));
        return Optional.empty();
    }

    private static String missing(Path file, boolean out) {
        if (out) return "the image file " + file + " is a link out of its folder; copy the file there";
        return "the image file " + file + " does not exist; unpack it or remove its lines";
    }
}

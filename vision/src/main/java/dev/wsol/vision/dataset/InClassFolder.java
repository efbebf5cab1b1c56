package dev.wsol.vision.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds {@code val/file} as {@code val/<some folder>/file}: lists may name in one folder what was sorted into many. */
final class InClassFolder implements ImageFiles.Spelling {
    private final Map<Below, Map<String, Map<String, String>>> indices = new HashMap<>();

    @Override
    public Optional<String> of(Below folder, String name) {
        int slash = name.lastIndexOf('/');
        String above = name.substring(0, slash + 1);
        var index = indices.computeIfAbsent(folder, f -> new HashMap<>())
                .computeIfAbsent(above, a -> index(folder.folder().resolve(a)));
        return Optional.ofNullable(index.get(name.substring(slash + 1))).map(found -> above + found);
    }

    /** File name to "folder/file name"; names that several folders hold are left out. */
    private static Map<String, String> index(Path folder) {
        var index = new HashMap<String, String>();
        Set<String> twice = new HashSet<>();
        if (!Files.isDirectory(folder)) return index;
        try {
            for (Path inner : ClassFolders.folders(folder))
                try (var files = Files.list(inner)) {
                    files.forEach(file -> {
                        String name = file.getFileName().toString();
                        if (index.put(name, inner.getFileName() + "/" + name) != null) twice.add(name);
                    });
                }
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException(folder + ": cannot be listed (" + e + ")", e);
        }
        index.keySet().removeAll(twice);
        return index;
    }
}

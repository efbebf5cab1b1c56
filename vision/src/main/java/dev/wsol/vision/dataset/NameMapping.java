package dev.wsol.vision.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The real names of files whose list calls them otherwise: "listed,real" a line, both below the same folder. */
record NameMapping(Map<String, String> real) implements ImageFiles.Spelling {
    static final NameMapping NONE = new NameMapping(Map.of());

    /** @param below goes before both names: the mapping leaves it out, the list does not */
    static NameMapping read(Path root, String file, String below, Problems problems) {
        var real = new HashMap<String, String>();
        ListFile.each(root, file, line -> {
            String[] f = line.fields();
            if (f.length != 2 || !Below.isBelow(f[0]) || !Below.isBelow(f[1]))
                problems.at(line, line.quoted() + " must be two paths, separated by a comma");
            else if (real.putIfAbsent(below + f[0], below + f[1]) != null)
                problems.at(line, f[0] + " stands twice; keep one");
        });
        return new NameMapping(real);
    }

    @Override
    public Optional<String> of(Below folder, String name) {
        return Optional.ofNullable(real.get(name));
    }
}

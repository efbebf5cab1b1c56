package dev.wsol.vision.dataset;

import dev.wsol.vision.image.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the lists of one metadata split: tables by id, joined at the end. */
final class WsolReading {
    private final Path folder;
    private final String prefix;
    private final String ids;
    private final Problems problems;
    private final Map<String, Integer> labels = new LinkedHashMap<>();
    private final Map<String, Size> sizes = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    /** @param prefix goes before file names in messages */
    WsolReading(Path folder, String prefix, String ids, Problems problems) {
        this.folder = folder;
        this.prefix = prefix;
        this.ids = ids;
        this.problems = problems;
    }

    /** What the rows of an image in localization.txt add up to. */
    private static final class Place {
        private final Origin origin;
        private final List<Box> boxes = new ArrayList<>(1);
        private final List<String> masks = new ArrayList<>(0);
        private Optional<String> ignored = Optional.empty();

        Place(Origin origin) {
            this.origin = origin;
        }

        Annotation with(Optional<Size> size) {
            return new Annotation(boxes, Masks.of(masks, ignored), size);
        }
    }

    WsolMetadata read() {
        table(WsolMetadata.LABELS, this::label);
        if (isThere(WsolMetadata.SIZES)) table(WsolMetadata.SIZES, this::size);
        if (isThere(WsolMetadata.PLACES)) table(WsolMetadata.PLACES, this::place);
        var join = new Join(!sizes.isEmpty(), !places.isEmpty());
        each(ids, join::add);
        if (ids.equals(WsolMetadata.IDS)) {
            strangers(WsolMetadata.LABELS, labels);
            strangers(WsolMetadata.SIZES, sizes);
            strangers(WsolMetadata.PLACES, places);
        }
        return new WsolMetadata(folder, join.rows);
    }

    private boolean isThere(String file) {
        return Files.exists(folder.resolve(file));
    }

    /** Takes each id's entries out of the tables; what stays in them belongs to no id. */
    private final class Join {
        private final boolean sized;
        private final boolean placed;
        private final List<WsolMetadata.Row> rows = new ArrayList<>();

        Join(boolean sized, boolean placed) {
            this.sized = sized;
            this.placed = placed;
        }

        void add(ListFile.Line line) {
            String id = line.text();
            if (!Below.isBelow(id)) {
                problems.at(line, line.quoted() + " is not a path below a folder; absolute paths and .. are refused");
                return;
            }
            Integer label = labels.remove(id);
            Size size = sizes.remove(id);
            Place place = places.remove(id);
            if (label == null) problems.at(line, id + " stands twice here, or not in " + prefix + WsolMetadata.LABELS);
            else if (sized && size == null) problems.at(line, id + " is not in " + prefix + WsolMetadata.SIZES);
            else if (placed && place == null) problems.at(line, id + " is not in " + prefix + WsolMetadata.PLACES);
            else rows.add(row(id, label, Optional.ofNullable(size), place, line));
        }

        private WsolMetadata.Row row(String id, int label, Optional<Size> size, Place place, ListFile.Line line) {
            if (place != null) return new WsolMetadata.Row(id, label, place.with(size), line.origin(), place.origin);
            var known = size.isEmpty() ? Annotation.NONE : new Annotation(List.of(), Masks.NONE, size);
            var at = line.origin();
            return new WsolMetadata.Row(id, label, known, at, at);
        }
    }

    private void strangers(String file, Map<String, ?> left) {
        left.keySet().forEach(id -> problems.in(prefix + file, id + " is not in " + ids + "; remove its lines"));
    }

    private interface Entry {
        /** IllegalArgumentException says what is wrong with the line. */
        void read(ListFile.Line line, String[] fields);
    }

    private void table(String file, Entry entry) {
        each(file, line -> {
            try {
                entry.read(line, line.fields());
            } catch (IllegalArgumentException e) {
                problems.at(line, line.quoted() + " " + e.getMessage());
            }
        });
    }

    private void each(String file, Consumer<ListFile.Line> use) {
        ListFile.each(folder, file, line -> use.accept(line.in(prefix + file)));
    }

    private void label(ListFile.Line line, String[] f) {
        if (f.length != 2) throw new IllegalArgumentException("must be an id and a class");
        once(line, f[0], labels.putIfAbsent(f[0], Numbers.label(f[1])));
    }

    private void size(ListFile.Line line, String[] f) {
        if (f.length != 3) throw new IllegalArgumentException("must be an id, width and height");
        var size = new Size(Numbers.whole(f[1], "width"), Numbers.whole(f[2], "height"));
        if (size.width() < 1 || size.height() < 1) throw new IllegalArgumentException("has no positive size");
        once(line, f[0], sizes.putIfAbsent(f[0], size));
    }

    private void once(ListFile.Line line, String id, Object earlier) {
        if (earlier != null) problems.at(line, id + " stands twice; keep one");
    }

    /** id, x0, y0, x1, y1 or id, mask, ignore mask. */
    private void place(ListFile.Line line, String[] f) {
        if (f.length == 3) mask(line, f);
        else if (f.length == 5) at(f[0], line, Numbers.cornersOrLine(f, 1));
        else throw new IllegalArgumentException("must be an id and x0,y0,x1,y1, or an id, a mask and an ignore mask");
    }

    private void at(String id, ListFile.Line line, Box box) {
        at(id, line).boxes.add(box);
    }

    private Place at(String id, ListFile.Line line) {
        return places.computeIfAbsent(id, i -> new Place(line.origin()));
    }

    private void mask(ListFile.Line line, String[] f) {
        if (!Below.isBelow(f[1]) || !(f[2].isEmpty() || Below.isBelow(f[2])))
            throw new IllegalArgumentException(
                    "needs a mask below the image folder; absolute paths and .. are refused");
        var place = at(f[0], line);
        if (!f[2].isEmpty() && !place.masks.isEmpty())
            throw new IllegalArgumentException("names an ignore mask, which belongs on the image's first line");
        if (!f[2].isEmpty()) place.ignored = Optional.of(f[2]);
        place.masks.add(f[1]);
    }
}

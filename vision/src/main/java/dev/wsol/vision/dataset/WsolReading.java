package dev.wsol.vision.dataset;

import dev.wsol.vision.image.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the lists of one metadata split: first the ids, then tables whose rows are put in the ids' places. Mostly they
 * come in the same order, and then no id is searched for: of a million, that is most of the time.
 */
final class WsolReading {
    private final Path folder;
    private final String prefix;
    private final String ids;
    private final Problems problems;
    private final List<ListFile.Line> listed = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>(); // of ids
    private final BitSet repeated = new BitSet(); // numbers of ids that were listed before
    private final Table<Integer> labels = new Table<>();
    private final Table<Size> sizes = new Table<>();
    private final Table<Place> places = new Table<>();

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

    /** Values by id, in the order of the ids. */
    private final class Table<T> {
        private final List<T> values = new ArrayList<>();
        private final Map<String, T> strangers = new LinkedHashMap<>();
        private int next;

        /** Puts a value where there is none. @return what was there */
        T putIfAbsent(String id, T value) {
            int n = number(id);
            if (n < 0) return strangers.putIfAbsent(id, value);
            while (values.size() <= n) values.add(null);
            return values.get(n) != null ? values.get(n) : replace(n, value);
        }

        private T replace(int n, T value) {
            values.set(n, value);
            return null;
        }

        /** Number of an id; -1 if it is not listed. */
        private int number(String id) {
            boolean here = next < listed.size()
                    && !repeated.get(next)
                    && listed.get(next).text().equals(id);
            int n = here ? next : numbers.getOrDefault(id, -1);
            if (n >= 0) next = n + 1;
            return n;
        }

        T get(int n) {
            return n < values.size() ? values.get(n) : null;
        }

        boolean isEmpty() {
            return values.isEmpty() && strangers.isEmpty();
        }
    }

    WsolMetadata read() {
        each(ids, this::id);
        table(WsolMetadata.LABELS, this::label);
        if (isThere(WsolMetadata.SIZES)) table(WsolMetadata.SIZES, this::size);
        if (isThere(WsolMetadata.PLACES)) table(WsolMetadata.PLACES, this::place);
        var join = new Join(!sizes.isEmpty(), !places.isEmpty());
        for (int n = 0; n < listed.size(); n++) join.add(n);
        if (ids.equals(WsolMetadata.IDS)) {
            strangers(WsolMetadata.LABELS, labels);
            strangers(WsolMetadata.SIZES, sizes);
            strangers(WsolMetadata.PLACES, places);
        }
        return new WsolMetadata(folder, join.rows);
    }

    private void id(ListFile.Line line) {
        if (numbers.putIfAbsent(line.text(), listed.size()) != null) repeated.set(listed.size());
        listed.add(line);
    }

    private boolean isThere(String file) {
        return Files.exists(folder.resolve(file));
    }

    private final class Join {
        private final boolean sized;
        private final boolean placed;
        private final List<WsolMetadata.Row> rows = new ArrayList<>();

        Join(boolean sized, boolean placed) {
            this.sized = sized;
            this.placed = placed;
        }

        void add(int n) {
            var line = listed.get(n);
            String id = line.text();
            if (!Below.isBelow(id)) {
                problems.at(line, line.quoted() + " is not a path below a folder; absolute paths and .. are refused");
                return;
            }
            Integer label = labels.get(n);
            Size size = sizes.get(n);
            Place place = places.get(n);
            if (label == null || repeated.get(n))
                problems.at(line, id + " stands twice here, or not in " + prefix + WsolMetadata.LABELS);
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

    private void strangers(String file, Table<?> table) {
        table.strangers
                .keySet()
                .forEach(id -> problems.in(prefix + file, id + " is not in " + ids + "; remove its lines"));
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
        else if (f.length == 5) at(f[0], line, Numbers.corners(f, 1));
        else throw new IllegalArgumentException("must be an id and x0,y0,x1,y1, or an id, a mask and an ignore mask");
    }

    private void at(String id, ListFile.Line line, Box box) {
        at(id, line).boxes.add(box);
    }

    private Place at(String id, ListFile.Line line) {
        var place = new Place(line.origin());
        var earlier = places.putIfAbsent(id, place);
        return earlier != null ? earlier : place;
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

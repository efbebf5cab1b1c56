package dev.wsol.infra.creatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.infra.creatures.Creatures.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The text files of the CUB layout: five lists joined by id for training and test images (a box is x y width height), and
 * {@code CUBV2/val} for validation images (labels from 0, a box is x0,y0,x1,y1, and no newline ends the last line).
 */
final class CubLists {
    private final Path root;
    private final StringBuilder images = new StringBuilder();
    private final StringBuilder labels = new StringBuilder();
    private final StringBuilder boxes = new StringBuilder();
    private final StringBuilder splits = new StringBuilder();
    private final StringJoiner valIds = new StringJoiner("\n");
    private final StringJoiner valLabels = new StringJoiner("\n");
    private final StringJoiner valBoxes = new StringJoiner("\n");
    private int lastId;

    CubLists(Path root) {
        this.root = root;
    }

    static void createFolders(Path root, Species species) throws IOException {
        Files.createDirectories(root.resolve("images").resolve(folder(species)));
        Files.createDirectories(root.resolve("CUBV2").resolve(folder(species)));
    }

    /** Where the image of an item lies. */
    static Path file(Path root, Item item) {
        return root.resolve(item.split() == Split.VALIDATION ? "CUBV2" : "images")
                .resolve(name(item));
    }

    /** Box number i belongs to item number i. */
    void write(List<Item> items, TightBox[] found) throws IOException {
        for (int i = 0; i < found.length; i++) add(items.get(i), found[i]);
        put("images.txt", images);
        put("image_class_labels.txt", labels);
        put("bounding_boxes.txt", boxes);
        put("train_test_split.txt", splits);
        put("classes.txt", classes());
        put("CUBV2/val/image_ids.txt", valIds.toString());
        put("CUBV2/val/class_labels.txt", valLabels.toString());
        put("CUBV2/val/localization.txt", valBoxes.toString());
    }

    private void add(Item item, TightBox box) {
        if (item.split() == Split.VALIDATION) {
            int last = Canvas.SIZE - 1;
            valIds.add(name(item));
            valLabels.add(name(item) + "," + (label(item.species()) - 1));
            // One past the last pixel, but never outside the picture: as boxes are made from score maps.
            valBoxes.add(name(item) + "," + box.x0() + "," + box.y0() + "," + Math.min(box.x1(), last) + ","
                    + Math.min(box.y1(), last));
            return;
        }
        int id = ++lastId;
        line(images, id, name(item));
        line(labels, id, label(item.species()));
        line(splits, id, item.split() == Split.TRAIN ? 1 : 0);
        line(boxes, id, box.x0() + ".0 " + box.y0() + ".0 " + box.width() + ".0 " + box.height() + ".0");
    }

    private static String classes() {
        var text = new StringBuilder();
        for (Species s : Species.values()) line(text, label(s), folder(s));
        return text.toString();
    }

    private static void line(StringBuilder text, int id, Object value) {
        text.append(id).append(' ').append(value).append('\n');
    }

    private static String name(Item item) {
        String title = item.species().title;
        String split = item.split().name().toLowerCase(Locale.ROOT);
        int number = item.index() / Species.values().length + 1;
        return folder(item.species()) + "/" + title + "_" + split + "_" + String.format(Locale.ROOT, "%04d", number)
                + ".jpg";
    }

    private static String folder(Species species) {
        return String.format(Locale.ROOT, "%03d.%s", label(species), species.title);
    }

    /** From 1, as CUB counts. */
    private static int label(Species species) {
        return List.of(Species.values()).indexOf(species) + 1;
    }

    private void put(String name, CharSequence text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, UTF_8);
    }
}

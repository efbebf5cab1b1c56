package dev.wsol.worker.job;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A folder in CUB layout: red and blue pictures, five of each to train on and one to test. */
public final class TinyData {
    public static final int TRAIN = 10;
    private static final int EACH = 6;

    private TinyData() {}

    public static Path at(Path root) throws IOException {
        var images = new StringBuilder();
        var labels = new StringBuilder();
        var splits = new StringBuilder();
        var boxes = new StringBuilder();
        for (int id = 1; id <= 2 * EACH; id++) {
            int label = 1 + (id - 1) / EACH;
            var name = "00" + label + "." + List.of("Red", "Blue").get(label - 1) + "/" + id + ".png";
            draw(root.resolve("images").resolve(name), label == 1 ? Color.RED : Color.BLUE, id);
            images.append(id).append(' ').append(name).append('\n');
            labels.append(id).append(' ').append(label).append('\n');
            splits.append(id).append(id % EACH == 0 ? " 0\n" : " 1\n");
            boxes.append(id).append(" 4 4 20 20\n");
        }
        Files.writeString(root.resolve("images.txt"), images);
        Files.writeString(root.resolve("image_class_labels.txt"), labels);
        Files.writeString(root.resolve("train_test_split.txt"), splits);
        Files.writeString(root.resolve("bounding_boxes.txt"), boxes);
        Files.writeString(root.resolve("classes.txt"), "1 001.Red\n2 002.Blue\n");
        return root;
    }

    private static void draw(Path file, Color colour, int id) throws IOException {
        var picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        var pen = picture.createGraphics();
        pen.setColor(colour);
        pen.fillRect(4 + id % 3, 4, 20, 20);
        pen.dispose();
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
    }
}

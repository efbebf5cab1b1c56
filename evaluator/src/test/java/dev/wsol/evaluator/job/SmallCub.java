package dev.wsol.evaluator.job;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A data set of small pictures in CUB layout: two classes, as many test images as wanted, as many for training. */
final class SmallCub {
    private SmallCub() {}

    /** @param broken place among the test images of one that is no picture; -1 for none */
    static Path write(Path root, int images, int broken) throws IOException {
        var lists =
                new StringBuilder[] {new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder()
                };
        for (int n = 0; n < 2 * images; n++) {
            boolean test = n >= images;
            int label = n % 2 + 1;
            var name = "00" + label + ".Kind_" + label + "/picture_" + n + ".png";
            var file = root.resolve("images").resolve(name);
            Files.createDirectories(file.getParent());
            if (test && n - images == broken) Files.writeString(file, "no picture");
            else ImageIO.write(picture(n), "png", file.toFile());
            int id = n + 1;
            lists[0].append(id).append(' ').append(name).append('\n');
            lists[1].append(id).append(' ').append(label).append('\n');
            lists[2].append(id).append(test ? " 0\n" : " 1\n");
            lists[3].append(id).append(" 2.0 3.0 %d.0 10.0\n".formatted(4 + n % 8));
        }
        var names = List.of("images", "image_class_labels", "train_test_split", "bounding_boxes");
        for (int i = 0; i < lists.length; i++)
            Files.writeString(root.resolve(names.get(i) + ".txt"), lists[i].toString());
        Files.writeString(root.resolve("classes.txt"), "1 001.Kind_1\n2 002.Kind_2\n");
        return root;
    }

    private static BufferedImage picture(int n) {
        var image = new BufferedImage(20 + n % 3, 16, BufferedImage.TYPE_INT_RGB);
        var g = image.createGraphics();
        g.setColor(new Color(n * 7919 & 0xffffff));
        g.fillRect(2, 3, 4 + n % 8, 10);
        g.dispose();
        return image;
    }
}

package dev.wsol.vision.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small files for data sets that tests write themselves. */
final class Pictures {
    private Pictures() {}

    /** A black PNG of 40 x 30, whatever its name ends with. */
    static void draw(Path root, String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(root.resolve(name).getParent());
            ImageIO.write(
                    new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR),
                    "png",
                    root.resolve(name).toFile());
        }
    }

    static void write(Path root, String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }
}

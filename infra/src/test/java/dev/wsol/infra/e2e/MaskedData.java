package dev.wsol.infra.e2e;

import dev.wsol.contract.DataRef;
import dev.wsol.vision.dataset.Datasets;
import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.dataset.Split;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** The test images of a data set with boxes once more, in WSOL's metadata layout with masks: what a box holds. */
final class MaskedData {
    private MaskedData() {}

    /** @return the metadata folder; images lie where they did, and the masks below them */
    static Path of(Path root, Path metadata) throws IOException {
        var test = Files.createDirectories(metadata.resolve("test"));
        var ids = new StringBuilder();
        var labels = new StringBuilder();
        var masks = new StringBuilder();
        for (var sample : Datasets.open(new DataRef(root.toString(), 0, 0)).split(Split.TEST)) {
            var mask = "masks/" + sample.id().replace('/', '_') + ".png";
            write(sample, root.resolve("images").resolve(mask));
            ids.append(sample.id()).append('\n');
            labels.append(sample.id()).append(',').append(sample.label()).append('\n');
            masks.append(sample.id()).append(',').append(mask).append(",\n");
        }
        Files.writeString(test.resolve("image_ids.txt"), ids);
        Files.writeString(test.resolve("class_labels.txt"), labels);
        Files.writeString(test.resolve("localization.txt"), masks);
        return metadata;
    }

    private static void write(Sample sample, Path file) throws IOException {
        var image = ImageIO.read(sample.path().toFile());
        var mask = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        var g = mask.createGraphics();
        g.setColor(Color.WHITE);
        for (var b : sample.boxes())
            g.fillRect((int) b.x0(), (int) b.y0(), (int) (b.x1() - b.x0()), (int) (b.y1() - b.y0()));
        g.dispose();
        Files.createDirectories(file.getParent());
        ImageIO.write(mask, "png", file.toFile());
    }
}

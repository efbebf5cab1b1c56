package dev.wsol.infra.cli.bench;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/**
 * Image files to be read.
 *
 * @param paths in a fixed order
 * @param temporary the folder to be deleted with them
 */
record JpegFiles(List<Path> paths, Optional<Path> temporary) implements AutoCloseable {
    private static final int DRAWN = 64;
    private static final int MOST = 500;
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;

    /** Gives files of about 80 KB, as photographs of this size have. */
    private static final float QUALITY = .92f;

    /** Files of the user. */
    static JpegFiles below(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            var images = all.filter(JpegFiles::isImage).sorted().limit(MOST).toList();
            if (images.isEmpty())
                throw new CommandFailed(Exit.USAGE, "--images: no .jpg, .jpeg or .png file below " + folder);
            return new JpegFiles(images, Optional.empty());
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailed(Exit.USAGE, "--images: " + folder + " cannot be read (" + e + ")", e);
        }
    }

    private static boolean isImage(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png)");
    }

    /** Smooth colours under fine grain: the entropy of photographs, without any. */
    static JpegFiles drawn() throws IOException {
        var folder = Files.createTempDirectory("wsol-bench-");
        var files = new ArrayList<Path>();
        var random = new Random(0);
        for (int i = 0; i < DRAWN; i++) {
            var file = folder.resolve(String.format(Locale.ROOT, "%03d.jpg", i));
            write(picture(random), file);
            files.add(file);
        }
        return new JpegFiles(List.copyOf(files), Optional.of(folder));
    }

    private static BufferedImage picture(Random random) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        double[] wave = random.doubles(9, .01, .08).toArray();
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++) {
                int grain = (int) (8 * random.nextGaussian());
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    double v = Math.sin(wave[c] * x + 1) * Math.cos(wave[c + 3] * y) + Math.sin(wave[c + 6] * (x + y));
                    rgb = rgb << 8 | Math.max(0, Math.min(255, (int) (128 + 55 * v) + grain));
                }
                image.setRGB(x, y, rgb);
            }
        return image;
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
        try (var out = ImageIO.createImageOutputStream(Files.newOutputStream(file))) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
    }

    double meanBytes() throws UncheckedIOException {
        return paths.stream().mapToLong(JpegFiles::bytes).average().orElse(0);
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary.isEmpty()) return;
        for (var file : paths) Files.deleteIfExists(file);
        Files.deleteIfExists(temporary.get());
    }
}

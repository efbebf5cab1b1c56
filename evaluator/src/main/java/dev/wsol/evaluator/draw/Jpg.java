package dev.wsol.evaluator.draw;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** Pictures as JPEG bytes, where size matters more than the last grey level. */
public final class Jpg {
    private Jpg() {}

    /** @param quality 0..1 */
    public static byte[] bytes(BufferedImage picture, float quality) {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var out = new ByteArrayOutputStream();
        ImageIO.setUseCache(false); // or every picture passes through a temporary file
        try (var stream = ImageIO.createImageOutputStream(out)) {
            var how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture of " + picture.getWidth() + "x" + picture.getHeight(), e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}

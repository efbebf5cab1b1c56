package dev.wsol.evaluator.draw;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures as PNG bytes, for a file or the object store. */
public final class Png {
    private Png() {}

    public static byte[] bytes(BufferedImage picture) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false); // or every picture passes through a temporary file
            if (!ImageIO.write(picture, "png", out)) throw new IOException("this Java has no PNG writer");
        } catch (IOException e) {
            throw new UncheckedIOException("a picture of " + picture.getWidth() + "x" + picture.getHeight(), e);
        }
        return out.toByteArray();
    }
}

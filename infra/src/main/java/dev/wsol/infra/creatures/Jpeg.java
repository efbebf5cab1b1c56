package dev.wsol.infra.creatures;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes JPEG files of high quality: of these grainy pictures a quarter of the size of PNG, and read three times as fast.
 * Belongs to one thread.
 */
final class Jpeg {
    private static final float QUALITY = .95f;

    private final int size;
    private final BufferedImage image;
    private final byte[] bgr;
    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("jpeg").next();
    private final ImageWriteParam quality = writer.getDefaultWriteParam();

    /**
     * @param size width and height
     */
    Jpeg(int size) {
        this.size = size;
        image = new BufferedImage(size, size, BufferedImage.TYPE_3BYTE_BGR);
        bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quality.setCompressionQuality(QUALITY);
    }

    byte[] encode(byte[] rgb) throws IOException {
        for (int i = 0; i < 3 * size * size; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        var bytes = new ByteArrayOutputStream(rgb.length / 3);
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), quality);
        }
        return bytes.toByteArray();
    }
}

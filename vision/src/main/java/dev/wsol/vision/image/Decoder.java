package dev.wsol.vision.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads JPEG and PNG files as RGB, judged by content and not by name. Grey is replicated, alpha dropped, EXIF
 * orientation not applied, colour profiles ignored, 16-bit samples cut to their high byte. Dimensions are read from
 * the header and checked before any pixel is decoded.
 *
 * @param maxPixels most pixels a picture may have
 * @param maxSide longest width or height, pixels
 * @param maxFileBytes largest file, bytes
 */
public record Decoder(long maxPixels, int maxSide, long maxFileBytes) {

    /** Enough for the header of all but pictures with large profiles or thumbnails. */
    private static final int HEADER_BYTES = 32 << 10;

    static {
        ImageIO.setUseCache(false); // the default writes every stream to a temporary file
    }

    public Decoder {
        if (maxPixels <= 0 || maxSide <= 0 || maxFileBytes <= 0)
            throw new IllegalArgumentException("image limits must be positive");
        // three bytes a pixel have to fit one array
        maxPixels = Math.min(maxPixels, Integer.MAX_VALUE / 3 - 16);
    }

    /** 64 megapixels, 30,000 a side, 256 MiB a file. */
    public static Decoder standard() {
        return new Decoder(64_000_000, 30_000, 256L << 20);
    }

    /** @throws ImageException if the file is missing, too large, truncated, or neither JPEG nor PNG */
    public Pixels decode(Path file) {
        return read(file, bytes(file), Decoder::pixels);
    }

    /**
     * Width and height from the header alone.
     *
     * @throws ImageException if there is no usable header or it exceeds the limits
     */
    public Size size(Path file) {
        try {
            return read(file, beginning(file), (open, size) -> size);
        } catch (ImageException e) { // its header may be longer than that, or the whole file says it better
            return read(file, bytes(file), (open, size) -> size);
        }
    }

    private <T> T read(Path file, byte[] content, Step<T> step) {
        byte[] bytes = Jpeg.withoutProfiles(content);
        ImageReader reader = reader(file, bytes);
        var warnings = new ArrayList<String>();
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.addIIOReadWarningListener((source, text) -> warnings.add(text));
            reader.setInput(stream, true, true);
            return step.apply(new Open(file, bytes, reader, warnings), checkedSize(file, reader));
        } catch (IOException e) {
            throw new ImageException(file, "cannot be decoded, the file is damaged (" + e.getMessage() + ")", e);
        } catch (ImageException e) {
            throw e;
        } catch (RuntimeException e) { // the JDK's readers throw many kinds of these on damaged headers
            throw new ImageException(file, "cannot be decoded, the file is damaged (" + e + ")", e);
        } finally {
            reader.dispose();
        }
    }

    private byte[] beginning(Path file) {
        try (var in = Files.newInputStream(file)) {
            if (Files.size(file) > maxFileBytes) throw new ImageException(file, "is larger than " + maxFileBytes);
            return in.readNBytes(HEADER_BYTES);
        } catch (IOException e) {
            throw new ImageException(file, "cannot be read (" + e + ")", e);
        }
    }

    private byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (Files.isDirectory(file)) throw new ImageException(file, "is a folder, not an image");
            if (size == 0) throw new ImageException(file, "is empty");
            if (size > maxFileBytes)
                throw new ImageException(file, "has " + size + " bytes, the limit is " + maxFileBytes);
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ImageException(file, "does not exist", e);
        } catch (IOException e) {
            throw new ImageException(file, "cannot be read (" + e + ")", e);
        }
    }

    private static ImageReader reader(Path file, byte[] bytes) {
        if (Jpeg.isJpeg(bytes))
            return ImageIO.getImageReadersByFormatName("jpeg").next();
        if (isPng(bytes)) return ImageIO.getImageReadersByFormatName("png").next();
        throw new ImageException(file, "is neither JPEG nor PNG");
    }

    private static boolean isPng(byte[] b) {
        return b.length > 8 && b[0] == (byte) 0x89 && b[1] == 'P' && b[2] == 'N' && b[3] == 'G';
    }

    private Size checkedSize(Path file, ImageReader reader) throws IOException {
        var size = new Size(reader.getWidth(0), reader.getHeight(0));
        if (size.width() > maxSide || size.height() > maxSide || (long) size.width() * size.height() > maxPixels)
            throw new ImageException(
                    file, "is %s pixels; the limit is %d a side and %d in all".formatted(size, maxSide, maxPixels));
        return size;
    }

    private static Pixels pixels(Open open, Size size) throws IOException {
        int colours = Jpeg.isJpeg(open.bytes) ? Jpeg.components(open.bytes) : 0;
        byte[] rgb =
                switch (colours) {
                    case 3 -> Rasters.rgb(open.reader, size);
                    case 4 -> Jpeg.rgbFromInks(open.reader.readRaster(0, null), Jpeg.isYcck(open.bytes));
                    default -> Rasters.rgb(open.reader.read(0));
                };
        for (String warning : open.warnings)
            if (isTruncation(warning)) throw new ImageException(open.file, "is truncated (" + warning + ")");
        return new Pixels(size.width(), size.height(), rgb);
    }

    /** The JPEG reader fills what is missing with grey and only warns; other warnings are harmless. */
    private static boolean isTruncation(String warning) {
        String w = warning.toLowerCase(Locale.ROOT);
        return w.contains("premature end") || w.contains("truncated");
    }

    private record Open(Path file, byte[] bytes, ImageReader reader, List<String> warnings) {}

    @FunctionalInterface
    private interface Step<T> {
        T apply(Open open, Size size) throws IOException;
    }
}

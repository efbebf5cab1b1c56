package dev.wsol.vision.image;

import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;

/**
 * What has to be known about a JPEG before ImageIO, which refuses four colour components, can help: markers are read
 * up to the first scan. Inks are turned
 * into RGB as Pillow does: stored inverted as Adobe writes them, no colour profile. Print-accurate colour would need
 * the profile, so expect such pictures to look more saturated than in a viewer.
 */
final class Jpeg {
    private static final int START_OF_IMAGE = 0xD8;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;

    private Jpeg() {}

    static boolean isJpeg(byte[] b) {
        return b.length > 3 && (b[0] & 0xff) == 0xFF && (b[1] & 0xff) == START_OF_IMAGE && (b[2] & 0xff) == 0xFF;
    }

    /**
     * The same file without embedded colour profiles. ImageIO would convert by them; the published programs do not,
     * and many photographs have one.
     */
    static byte[] withoutProfiles(byte[] b) {
        int at = find(b, marker -> marker == APP2);
        if (at < 0) return b;
        var kept = new ByteArrayOutputStream(b.length);
        int from = 0;
        while (at > 0 && at + 4 <= b.length) {
            int end = Math.min(b.length, at + 2 + segmentLength(b, at));
            kept.write(b, from, at - from);
            from = end;
            at = find(b, end, marker -> marker == APP2);
        }
        kept.write(b, from, b.length - from);
        return kept.toByteArray();
    }

    /** Colour components named in the frame header; 0 when there is none. */
    static int components(byte[] b) {
        int at = find(b, Jpeg::isFrame);
        return at > 0 && at + 9 < b.length ? b[at + 9] & 0xff : 0;
    }

    /** Whether an Adobe marker says that the first three of four components are YCbCr. */
    static boolean isYcck(byte[] b) {
        int at = find(b, marker -> marker == APP14);
        return at > 0
                && at + 15 < b.length
                && b[at + 4] == 'A'
                && b[at + 5] == 'd'
                && b[at + 6] == 'o'
                && b[at + 15] == 2;
    }

    static byte[] rgbFromInks(Raster inks, boolean ycck) {
        int width = inks.getWidth();
        var row = new int[width * 4];
        var rgb = new byte[width * inks.getHeight() * 3];
        for (int y = 0, out = 0; y < inks.getHeight(); y++) {
            inks.getPixels(0, y, width, 1, row);
            if (ycck) inksFromYcc(row);
            for (int x = 0; x < row.length; x += 4)
                for (int c = 0; c < 3; c++) rgb[out++] = (byte) scaled(row[x + c], row[x + 3]);
        }
        return rgb;
    }

    /** ink * black / 255, rounded; both are stored inverted, so 255 means no ink. */
    private static int scaled(int ink, int black) {
        int t = ink * black + 128;
        return ((t >> 8) + t) >> 8;
    }

    private static void inksFromYcc(int[] row) {
        for (int x = 0; x < row.length; x += 4) {
            double luma = row[x];
            double cb = row[x + 1] - 128;
            double cr = row[x + 2] - 128;
            row[x] = 255 - clamp(luma + 1.402 * cr);
            row[x + 1] = 255 - clamp(luma - 0.344136286 * cb - 0.714136286 * cr);
            row[x + 2] = 255 - clamp(luma + 1.772 * cb);
        }
    }

    private static int clamp(double v) {
        return (int) Math.max(0, Math.min(255, Math.rint(v)));
    }

    private interface Wanted {
        boolean marker(int marker);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** Index of the 0xFF before the first wanted marker ahead of the picture data; -1 when there is none. */
    private static int find(byte[] b, Wanted wanted) {
        return find(b, 2, wanted);
    }

    private static int find(byte[] b, int from, Wanted wanted) {
        int at = from;
        while (at + 3 < b.length && (b[at] & 0xff) == 0xFF) {
            int marker = b[at + 1] & 0xff;
            if (marker == 0xFF) {
                at++; // fill byte
                continue;
            }
            if (wanted.marker(marker)) return at;
            if (marker == 0xDA) return -1; // start of scan
            at += 2 + segmentLength(b, at);
        }
        return -1;
    }

    private static int segmentLength(byte[] b, int at) {
        return (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
    }
}

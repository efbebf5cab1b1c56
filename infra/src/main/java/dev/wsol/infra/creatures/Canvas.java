package dev.wsol.infra.creatures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.List;

/** A picture being painted, 224 x 224, three channels kept as fractions until the end. Reused; belongs to one thread. */
final class Canvas {
    static final int SIZE = 224;

    /** A pixel belongs to a shape when more than half of it is covered. */
    private static final int HALF = 127;

    /** 3x3 Gaussian of sigma 0.7, one axis: middle and side. */
    private static final float MIDDLE = 0.5811f;

    private static final float SIDE = 0.20945f;

    private final float[] rgb = new float[3 * SIZE * SIZE];
    private final BufferedImage mask = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    private final byte[] coverage = ((DataBufferByte) mask.getRaster().getDataBuffer()).getData();
    private final Graphics2D pen = mask.createGraphics();
    private final float[] share = new float[SIZE * SIZE];
    private final float[] hard = new float[(SIZE + 2) * (SIZE + 2)];

    Canvas() {
        pen.setColor(Color.WHITE);
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** Interleaved red, green, blue, row by row: what a background or a noise writes into. */
    float[] pixels() {
        return rgb;
    }

    /**
     * Fills the union of the parts.
     *
     * @return the tight box of what lies inside the picture; of width or height below 1 when nothing does
     */
    TightBox fill(List<Shape> parts, Ink ink) {
        Rectangle area = bounds(parts);
        if (area.isEmpty()) return new TightBox(0, 0, 0, 0);
        for (Shape part : parts) pen.fill(part);
        if (ink.pattern() != Pattern.FLAT) soften(area, ink);
        TightBox box = blend(area, ink);
        for (int y = area.y; y < area.y + area.height; y++) {
            Arrays.fill(coverage, y * SIZE + area.x, y * SIZE + area.x + area.width, (byte) 0);
        }
        return box;
    }

    /** Rounded down to bytes, interleaved. */
    byte[] toBytes() {
        var bytes = new byte[rgb.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Math.max(0, Math.min(255, (int) rgb[i]));
        return bytes;
    }

    private static Rectangle bounds(List<Shape> parts) {
        var all = new Rectangle();
        for (Shape part : parts) {
            Rectangle one = part.getBounds();
            one.grow(1, 1);
            all = all.isEmpty() ? one : all.union(one);
        }
        return all.intersection(new Rectangle(0, 0, SIZE, SIZE));
    }

    /** How much of the second colour each pixel of the area takes, 0 to 1, into {@link #share}. */
    private void soften(Rectangle area, Ink ink) {
        int w = area.width + 2;
        int h = area.height + 2;
        double cos = Math.cos(ink.turn());
        double sin = Math.sin(ink.turn());
        for (int y = 0; y < h; y++) {
            double dy = area.y + y - 1 - ink.y();
            for (int x = 0; x < w; x++) {
                double dx = area.x + x - 1 - ink.x();
                boolean second = ink.pattern().second(dx * cos + dy * sin, dy * cos - dx * sin, ink.period());
                hard[y * w + x] = second ? 1 : 0;
            }
        }
        for (int y = 0; y < area.height; y++) {
            for (int x = 0; x < area.width; x++) {
                int at = y * w + x;
                share[y * area.width + x] = MIDDLE * row(at + w) + SIDE * (row(at) + row(at + 2 * w));
            }
        }
    }

    private float row(int at) {
        return SIDE * (hard[at] + hard[at + 2]) + MIDDLE * hard[at + 1];
    }

    private TightBox blend(Rectangle area, Ink ink) {
        boolean flat = ink.pattern() == Pattern.FLAT;
        float[] a = channels(ink.a());
        float[] b = channels(ink.b());
        int x0 = SIZE;
        int y0 = SIZE;
        int x1 = 0;
        int y1 = 0;
        for (int y = 0; y < area.height; y++) {
            for (int x = 0; x < area.width; x++) {
                int at = (area.y + y) * SIZE + area.x + x;
                int covered = coverage[at] & 0xff;
                if (covered == 0) continue;
                mix(3 * at, covered / 255f, a, b, flat ? 0 : share[y * area.width + x]);
                if (covered > HALF) {
                    x0 = Math.min(x0, area.x + x);
                    y0 = Math.min(y0, area.y + y);
                    x1 = Math.max(x1, area.x + x + 1);
                    y1 = Math.max(y1, area.y + y + 1);
                }
            }
        }
        return new TightBox(x0, y0, x1, y1);
    }

    private void mix(int at, float covered, float[] a, float[] b, float second) {
        for (int c = 0; c < 3; c++) {
            float ink = a[c] + second * (b[c] - a[c]);
            rgb[at + c] += covered * (ink - rgb[at + c]);
        }
    }

    private static float[] channels(Paint p) {
        return new float[] {(float) p.r(), (float) p.g(), (float) p.b()};
    }
}

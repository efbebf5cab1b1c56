package dev.wsol.evaluator.draw;

import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.map.ScoreImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;

/**
 * One image with what was found on it: true boxes red, the predicted box green, and the score map as heat. Image and map
 * have the same size; boxes are in its pixels.
 */
public final class Overlay {
    static final Color TRUE = new Color(255, 0, 0);
    static final Color PREDICTED = new Color(0, 255, 0);
    private static final Color EDGE = new Color(20, 20, 20);
    private static final int GAP = 4;

    private Overlay() {}

    /** A picture from interleaved RGB bytes, row-major. */
    public static BufferedImage picture(int width, int height, byte[] rgb) {
        if (rgb.length != 3L * width * height)
            throw new IllegalArgumentException(
                    "a picture of " + width + "x" + height + " needs 3 bytes a pixel, there are " + rgb.length);
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(picture);
        for (int i = 0, p = 0; i < pixels.length; i++, p += 3)
            pixels[i] = (rgb[p] & 0xff) << 16 | (rgb[p + 1] & 0xff) << 8 | rgb[p + 2] & 0xff;
        return picture;
    }

    /**
     * A copy with boxes of one-pixel lines, both corners on the line, as the published program draws them. Parts outside
     * the picture are cut off.
     *
     * @param predicted drawn over the true ones
     */
    public static BufferedImage boxed(BufferedImage image, List<PixelBox> truth, List<PixelBox> predicted) {
        var copy = copy(image);
        var g = copy.createGraphics();
        g.setColor(TRUE);
        for (var box : truth) draw(g, box, 0);
        g.setColor(PREDICTED);
        for (var box : predicted) draw(g, box, 0);
        g.dispose();
        return copy;
    }

    /** The same for people: lines of two pixels between dark ones, so that they show on every ground. */
    private static BufferedImage marked(BufferedImage image, List<PixelBox> truth, List<PixelBox> predicted) {
        var copy = copy(image);
        var g = copy.createGraphics();
        for (var box : truth) mark(g, box, TRUE);
        for (var box : predicted) mark(g, box, PREDICTED);
        g.dispose();
        return copy;
    }

    private static void mark(Graphics2D g, PixelBox box, Color color) {
        g.setColor(EDGE);
        draw(g, box, -1);
        draw(g, box, 2);
        g.setColor(color);
        draw(g, box, 0);
        draw(g, box, 1);
    }

    /** @param out pixels by which the line lies outside the box */
    private static void draw(Graphics2D g, PixelBox b, int out) {
        g.drawRect(b.x0() - out, b.y0() - out, b.x1() - b.x0() + 2 * out, b.y1() - b.y0() + 2 * out);
    }

    private static BufferedImage copy(BufferedImage image) {
        var copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var g = copy.createGraphics();
        g.drawImage(image, 0, 0, null);
        g.dispose();
        return copy;
    }

    /** A copy blended with the heat of the map: half the image plus 0.6 of the JET colour, as the official tool does. */
    public static BufferedImage heated(BufferedImage image, ScoreImage map) {
        int w = image.getWidth();
        int h = image.getHeight();
        needEqualSizes(w, h, map);
        var copy = copy(image);
        int[] pixels = pixels(copy);
        for (int i = 0; i < pixels.length; i++) pixels[i] = blend(pixels[i], Jet.rgb(map.pixels()[i] & 0xff));
        return copy;
    }

    /** The memory of a picture of ours: one {@code 0xRRGGBB} a pixel, row-major. */
    private static int[] pixels(BufferedImage ours) {
        return ((DataBufferInt) ours.getRaster().getDataBuffer()).getData();
    }

    /** Image with boxes on the left, heat with the same boxes on the right. */
    public static BufferedImage sideBySide(
            BufferedImage image, ScoreImage map, List<PixelBox> truth, List<PixelBox> predicted) {
        int w = image.getWidth();
        var both = new BufferedImage(2 * w + GAP, image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var g = both.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, both.getWidth(), both.getHeight());
        g.drawImage(marked(image, truth, predicted), 0, 0, null);
        g.drawImage(marked(heated(image, map), truth, predicted), w + GAP, 0, null);
        g.dispose();
        return both;
    }

    private static int blend(int image, int heat) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) mixed |= mix(image >> shift & 0xff, heat >> shift & 0xff) << shift;
        return mixed;
    }

    /** Saturates, and rounds halves to even. Samples 0..255. */
    static int mix(double image, int heat) {
        return Jet.clamp((int) Math.rint(0.5 * image + 0.6 * heat));
    }

    static void needEqualSizes(int width, int height, ScoreImage map) {
        if (map.width() != width || map.height() != height)
            throw new IllegalArgumentException("image " + width + "x" + height + ", map " + map.width() + "x"
                    + map.height() + ": sizes must agree");
    }
}

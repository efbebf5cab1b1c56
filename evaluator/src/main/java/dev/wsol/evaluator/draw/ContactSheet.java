package dev.wsol.evaluator.draw;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many small pictures on one page, in named strips, each with a caption. On a machine without any font the pictures are
 * drawn and the text is left out.
 */
public final class ContactSheet {
    private static final Logger LOG = LoggerFactory.getLogger(ContactSheet.class);
    private static final int MARGIN = 16;
    private static final int GAP = 14;
    private static final int LINE = 17;
    private static final int HEADING = 34;
    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(28, 29, 31);
    private static final Color QUIET = new Color(91, 95, 102);
    private static final Color HIT = new Color(0, 110, 40);
    private static final Color MISS = new Color(170, 40, 20);
    private static final String CUT = "…";

    /** Null where the machine has no fonts. */
    private static final Font PLAIN = font();

    private ContactSheet() {}

    /**
     * One picture and its caption.
     *
     * @param id the image's name; where it is too long its beginning is cut off, because names differ at the end
     * @param verdict how it came out, such as {@code IoU 0.43  part of the object}
     * @param classes true and predicted class
     * @param hit whether that is a success
     */
    public record Tile(BufferedImage picture, String id, String verdict, String classes, boolean hit) {}

    /** Pictures under a heading; the heading may be empty. */
    public record Strip(String heading, List<Tile> tiles) {
        public Strip {
            tiles = List.copyOf(tiles);
        }
    }

    /** A page of strips in rows of {@code columns}; strips without pictures are left out. */
    public static BufferedImage page(String title, List<Strip> strips, int columns) {
        var filled = strips.stream().filter(s -> !s.tiles().isEmpty()).toList();
        var tiles = filled.stream().flatMap(s -> s.tiles().stream()).toList();
        if (tiles.isEmpty() || columns < 1)
            throw new IllegalArgumentException(tiles.size() + " pictures in " + columns + " columns make no page");
        int across = Math.min(
                columns, filled.stream().mapToInt(s -> s.tiles().size()).max().orElseThrow());
        int cellWidth =
                tiles.stream().mapToInt(t -> t.picture().getWidth()).max().orElseThrow();
        int cellHeight = 3 * LINE
                + 6
                + tiles.stream().mapToInt(t -> t.picture().getHeight()).max().orElseThrow();
        int height = MARGIN + HEADING;
        for (var strip : filled) height += stripHeight(strip, across, cellHeight);
        var page = new BufferedImage(
                2 * MARGIN + across * cellWidth + (across - 1) * GAP, height + MARGIN, BufferedImage.TYPE_INT_RGB);
        var g = page.createGraphics();
        g.setColor(PAPER);
        g.fillRect(0, 0, page.getWidth(), page.getHeight());
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        text(g, title, INK, Font.BOLD, 17, MARGIN, MARGIN + LINE, page.getWidth() - 2 * MARGIN);
        int y = MARGIN + HEADING;
        for (var strip : filled) {
            draw(g, strip, y, across, cellWidth, cellHeight);
            y += stripHeight(strip, across, cellHeight);
        }
        g.dispose();
        return page;
    }

    private static int stripHeight(Strip strip, int across, int cellHeight) {
        int rows = (strip.tiles().size() + across - 1) / across;
        return (strip.heading().isEmpty() ? 0 : HEADING) + rows * (cellHeight + GAP);
    }

    private static void draw(Graphics2D g, Strip strip, int y, int across, int cellWidth, int cellHeight) {
        int top = y;
        if (!strip.heading().isEmpty()) {
            text(g, strip.heading(), QUIET, Font.ITALIC, 15, MARGIN, y + LINE + 4, Integer.MAX_VALUE);
            top += HEADING;
        }
        for (int i = 0; i < strip.tiles().size(); i++)
            draw(
                    g,
                    strip.tiles().get(i),
                    MARGIN + i % across * (cellWidth + GAP),
                    top + i / across * (cellHeight + GAP),
                    cellWidth);
    }

    private static void draw(Graphics2D g, Tile tile, int x, int y, int width) {
        g.drawImage(tile.picture(), x, y, null);
        int below = y + tile.picture().getHeight() + LINE;
        text(g, tile.id(), INK, Font.PLAIN, 13, x, below, width);
        text(g, tile.verdict(), tile.hit() ? HIT : MISS, Font.BOLD, 13, x, below + LINE, width);
        text(g, tile.classes(), QUIET, Font.PLAIN, 13, x, below + 2 * LINE, width);
    }

    private static void text(Graphics2D g, String text, Color color, int style, int size, int x, int y, int width) {
        if (PLAIN == null) return;
        g.setFont(PLAIN.deriveFont(style, size));
        g.setColor(color);
        var metrics = g.getFontMetrics();
        if (metrics.stringWidth(text) <= width) {
            g.drawString(text, x, y);
            return;
        }
        int from = 1;
        while (from < text.length() && metrics.stringWidth(CUT + text.substring(from)) > width) from++;
        g.drawString(CUT + text.substring(from), x, y);
    }

    /** Java fails on a machine without fonts with errors of several kinds, some not exceptions. */
    private static Font font() {
        try {
            var font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
            var g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
            g.getFontMetrics(font).stringWidth("x");
            g.dispose();
            return font;
        } catch (RuntimeException | LinkageError | InternalError e) {
            LOG.warn("no fonts on this machine ({}): contact sheets have no captions", e.toString());
            return null;
        }
    }
}

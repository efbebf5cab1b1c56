package dev.wsol.evaluator.draw;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many small pictures on one page, each with two lines of text. On a machine without any font the pictures are drawn
 * and the text is left out.
 */
public final class ContactSheet {
    private static final Logger LOG = LoggerFactory.getLogger(ContactSheet.class);
    private static final int MARGIN = 8;
    private static final int LINE = 15;
    private static final Color HIT = new Color(0, 110, 40);
    private static final Color MISS = new Color(180, 30, 30);
    private static final Font FONT = font();

    private ContactSheet() {}

    /**
     * One picture and its caption.
     *
     * @param name the image's file name
     * @param label names of true and predicted class, or one of them
     * @param iou of the predicted box with the true one
     * @param hit whether the image counts as found
     */
    public record Tile(BufferedImage picture, String name, String label, double iou, boolean hit) {
        String verdict() {
            return String.format(Locale.ROOT, "%s  IoU %.2f  %s", hit ? "hit" : "miss", iou, label);
        }
    }

    /** A page of tiles in rows of {@code columns}, in the given order. */
    public static BufferedImage page(String title, List<Tile> tiles, int columns) {
        if (tiles.isEmpty() || columns < 1)
            throw new IllegalArgumentException(tiles.size() + " pictures in " + columns + " columns make no page");
        int across = Math.min(columns, tiles.size());
        int cellWidth = MARGIN
                + tiles.stream().mapToInt(t -> t.picture().getWidth()).max().orElseThrow();
        int cellHeight = MARGIN
                + 2 * LINE
                + tiles.stream().mapToInt(t -> t.picture().getHeight()).max().orElseThrow();
        int rows = (tiles.size() + across - 1) / across;
        int head = 2 * LINE;
        var page = new BufferedImage(
                across * cellWidth + MARGIN, head + rows * cellHeight + MARGIN, BufferedImage.TYPE_INT_RGB);
        var g = page.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, page.getWidth(), page.getHeight());
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        text(g, title, Color.BLACK, MARGIN, LINE + 2, page.getWidth() - 2 * MARGIN);
        for (int i = 0; i < tiles.size(); i++)
            draw(g, tiles.get(i), MARGIN + i % across * cellWidth, head + i / across * cellHeight, cellWidth - MARGIN);
        g.dispose();
        return page;
    }

    private static void draw(Graphics2D g, Tile tile, int x, int y, int width) {
        g.drawImage(tile.picture(), x, y, null);
        int below = y + tile.picture().getHeight() + LINE - 3;
        text(g, tile.name(), Color.DARK_GRAY, x, below, width);
        text(g, tile.verdict(), tile.hit() ? HIT : MISS, x, below + LINE, width);
    }

    private static void text(Graphics2D g, String text, Color color, int x, int y, int width) {
        if (FONT == null) return;
        g.setFont(FONT);
        g.setColor(color);
        var shown = text;
        while (shown.length() > 1 && g.getFontMetrics().stringWidth(shown) > width)
            shown = shown.substring(0, shown.length() - 1);
        g.drawString(shown, x, y);
    }

    /** Null where the machine has no fonts; Java then fails with errors of several kinds, some not exceptions. */
    private static Font font() {
        try {
            var font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
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

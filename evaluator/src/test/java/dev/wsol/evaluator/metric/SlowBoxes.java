package dev.wsol.evaluator.metric;

import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.vision.map.ScoreImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The obvious way, one level at a time: label, fill, measure. Slow; what the fast search is compared with. */
final class SlowBoxes {
    private final int height;
    private final int width;
    private final boolean[][] above;

    private final Ends ends;

    SlowBoxes(ScoreImage image, int level) {
        this(image, level, Ends.CLIPPED);
    }

    SlowBoxes(ScoreImage image, int level, Ends ends) {
        this.ends = ends;
        height = image.height();
        width = image.width();
        above = new boolean[height][width];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) above[y][x] = (image.pixels()[y * width + x] & 0xff) > level;
    }

    /** The winner of the single-contour mode. */
    PixelBox largest() {
        List<int[]> best = null;
        int bestArea = -1;
        // parts come in raster order of their first pixel; the last of equals wins
        for (var part : parts(filled(), true, true)) {
            int area = doubledArea(part);
            if (area >= bestArea) {
                bestArea = area;
                best = part;
            }
        }
        return best == null ? nothing() : box(best, 0);
    }

    /** The boxes of the multi-contour mode, in no order that matters. */
    List<PixelBox> all() {
        var boxes = new ArrayList<PixelBox>();
        for (var part : parts(above, true, true)) boxes.add(box(part, 0));
        for (var part : parts(above, false, false)) if (!reachesEdge(part)) boxes.add(box(part, 1));
        return boxes.isEmpty() ? List.of(nothing()) : boxes;
    }

    private PixelBox nothing() {
        return ends == Ends.OPEN ? new PixelBox(0, 0, 1, 1) : PixelBox.NONE;
    }

    private boolean[][] filled() {
        var filled = new boolean[height][];
        for (int y = 0; y < height; y++) filled[y] = above[y].clone();
        for (var part : parts(above, false, false))
            if (!reachesEdge(part)) for (int[] p : part) filled[p[0]][p[1]] = true;
        return filled;
    }

    private List<List<int[]>> parts(boolean[][] grid, boolean value, boolean diagonal) {
        var seen = new boolean[height][width];
        var parts = new ArrayList<List<int[]>>();
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                if (grid[y][x] == value && !seen[y][x]) parts.add(grow(grid, value, diagonal, seen, y, x));
        return parts;
    }

    private List<int[]> grow(boolean[][] grid, boolean value, boolean diagonal, boolean[][] seen, int y, int x) {
        var part = new ArrayList<int[]>();
        var open = new ArrayDeque<int[]>(List.of(new int[] {y, x}));
        seen[y][x] = true;
        while (!open.isEmpty()) {
            int[] p = open.pop();
            part.add(p);
            for (int dy = -1; dy <= 1; dy++)
                for (int dx = -1; dx <= 1; dx++) {
                    int ny = p[0] + dy;
                    int nx = p[1] + dx;
                    if (!diagonal && dx != 0 && dy != 0) continue;
                    if (ny < 0 || nx < 0 || ny >= height || nx >= width) continue;
                    if (seen[ny][nx] || grid[ny][nx] != value) continue;
                    seen[ny][nx] = true;
                    open.push(new int[] {ny, nx});
                }
        }
        return part;
    }

    private int doubledArea(List<int[]> part) {
        var in = new boolean[height + 1][width + 1];
        for (int[] p : part) in[p[0]][p[1]] = true;
        int area = 0;
        for (int y = 0; y + 1 < height; y++)
            for (int x = 0; x + 1 < width; x++) {
                var block = new boolean[] {in[y][x], in[y][x + 1], in[y + 1][x], in[y + 1][x + 1]};
                int set = 0;
                for (boolean b : block) if (b) set++;
                area += Math.max(0, set - 2);
            }
        return area;
    }

    private boolean reachesEdge(List<int[]> part) {
        return part.stream().anyMatch(p -> p[0] == 0 || p[1] == 0 || p[0] == height - 1 || p[1] == width - 1);
    }

    private PixelBox box(List<int[]> part, int grow) {
        int[] ys = part.stream().mapToInt(p -> p[0]).toArray();
        int[] xs = part.stream().mapToInt(p -> p[1]).toArray();
        return new PixelBox(
                Arrays.stream(xs).min().orElseThrow() - grow,
                Arrays.stream(ys).min().orElseThrow() - grow,
                end(Arrays.stream(xs).max().orElseThrow() + grow + 1, width),
                end(Arrays.stream(ys).max().orElseThrow() + grow + 1, height));
    }

    private int end(int after, int side) {
        return ends == Ends.OPEN ? after : Math.min(after, side - 1);
    }
}

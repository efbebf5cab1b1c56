package dev.wsol.evaluator.metric;

import java.util.List;

/**
 * What can be had without looking at the image: the same centred box everywhere. Every table of scores should stand
 * beside it.
 *
 * @param width share of the map's width, above 0 to 1
 * @param height share of the map's height
 * @param percent images on which its IoU with some true box reaches the wanted one
 */
public record FixedBox(double width, double height, double percent) {
    /** The whole map as the box. */
    public static FixedBox wholeFrame(List<List<PixelBox>> truth, int mapWidth, int mapHeight, int iou) {
        return tried(truth, mapWidth, mapHeight, iou, 1, 1);
    }

    /**
     * The best centred box among widths and heights of 1/steps, 2/steps, ... 1 of the map; of equals the first, widths
     * before heights.
     *
     * @param truth the boxes of each image in map pixels
     * @param iou percent that makes a hit
     * @throws MetricException if there are no images or no steps
     */
    public static FixedBox bestCentred(List<List<PixelBox>> truth, int mapWidth, int mapHeight, int iou, int steps) {
        if (steps < 1) throw new MetricException("a grid of " + steps + " steps");
        FixedBox best = null;
        for (int w = 1; w <= steps; w++)
            for (int h = 1; h <= steps; h++) {
                var box = tried(truth, mapWidth, mapHeight, iou, w / (double) steps, h / (double) steps);
                if (best == null || box.percent > best.percent) best = box;
            }
        return best;
    }

    private static FixedBox tried(
            List<List<PixelBox>> truth, int mapWidth, int mapHeight, int iou, double width, double height) {
        if (truth.isEmpty()) throw new MetricException("no images, so there is no baseline");
        var box = centred(mapWidth, mapHeight, width, height);
        long hits = truth.stream().filter(t -> box.bestIou(t) >= iou / 100.0).count();
        return new FixedBox(width, height, hits * 100.0 / truth.size());
    }

    private static PixelBox centred(int mapWidth, int mapHeight, double width, double height) {
        int w = (int) Math.max(1, Math.round(mapWidth * width));
        int h = (int) Math.max(1, Math.round(mapHeight * height));
        int x = (mapWidth - w) / 2;
        int y = (mapHeight - h) / 2;
        return new PixelBox(x, y, x + w - 1, y + h - 1);
    }

    /** The box itself on a map of this size. */
    public PixelBox on(int mapWidth, int mapHeight) {
        return centred(mapWidth, mapHeight, width, height);
    }
}

package dev.wsol.evaluator.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Everything counted over a set of images. Two tallies of the same grid add.
 *
 * @param ious the IoU percents, in the order of the lists in {@code boxes}
 * @param images images scored
 * @param classified those of them that came with logits
 * @param top1 images whose first class is right
 * @param top5 images whose first five classes hold the right one
 * @param boxes per figure one tally an IoU; figures that were not asked for are absent
 */
public record Tally(
        List<Integer> ious, int images, int classified, int top1, int top5, Map<Figure, List<BoxTally>> boxes) {
    public Tally {
        ious = List.copyOf(ious);
        var copy = new EnumMap<Figure, List<BoxTally>>(Figure.class);
        boxes.forEach((figure, list) -> copy.put(figure, List.copyOf(list)));
        for (var list : copy.values())
            if (list.size() != ious.size()) throw new MetricException("one tally an IoU of " + ious + " is needed");
        boxes = Collections.unmodifiableMap(copy);
    }

    public Tally plus(Tally other) {
        if (!ious.equals(other.ious) || !boxes.keySet().equals(other.boxes.keySet()))
            throw new MetricException("tallies of different figures do not add: " + boxes.keySet() + " at IoU " + ious
                    + ", " + other.boxes.keySet() + " at " + other.ious);
        var sum = new EnumMap<Figure, List<BoxTally>>(Figure.class);
        for (var figure : boxes.keySet()) {
            var both = new BoxTally[ious.size()];
            Arrays.setAll(
                    both,
                    t -> boxes.get(figure).get(t).plus(other.boxes.get(figure).get(t)));
            sum.put(figure, List.of(both));
        }
        return new Tally(
                ious, images + other.images, classified + other.classified, top1 + other.top1, top5 + other.top5, sum);
    }

    /** @throws MetricException if that IoU or figure was not counted */
    public BoxTally of(Figure figure, int iou) {
        int t = ious.indexOf(iou);
        if (t < 0 || !boxes.containsKey(figure))
            throw new MetricException(
                    figure + " at IoU " + iou + " was not counted; counted are " + boxes.keySet() + " at IoU " + ious);
        return boxes.get(figure).get(t);
    }

    public double top1Percent() {
        return percent(top1);
    }

    public double top5Percent() {
        return percent(top5);
    }

    /** Mean over all IoUs of the best accuracy, each IoU with its own threshold: MaxBoxAccV2 (spec section 7). */
    public double meanOfBest(Figure figure) {
        double sum = 0;
        for (int iou : ious) sum += of(figure, iou).best().percent();
        return sum / ious.size();
    }

    /**
     * The threshold to deploy: of this tally, which should come from validation images, the first threshold index that
     * is best for {@link Figure#GT_KNOWN} at this IoU. Apply it with {@code test.of(figure, iou).percent(index)}.
     */
    public int chosen(int iou) {
        return of(Figure.GT_KNOWN, iou).best().index();
    }

    private double percent(int count) {
        if (classified == 0) throw new MetricException("no image came with logits, so there is no classification");
        return count * 100.0 / classified;
    }
}

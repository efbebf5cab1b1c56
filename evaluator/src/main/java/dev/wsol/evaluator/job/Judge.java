package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.result.Breakdown;
import dev.wsol.evaluator.result.ClassRow;
import dev.wsol.evaluator.result.JudgedImage;
import dev.wsol.vision.map.Thresholds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Judges the rows of a split, one by one, at the thresholds that have been chosen (spec section 8.3). */
final class Judge {
    private final Protocol protocol;
    private final Thresholds grid;
    private final Map<Integer, Integer> thresholds;
    private final IntFunction<Named> images;
    private final List<JudgedImage> judged = new ArrayList<>();
    private final Map<Integer, OfClass> classes = new TreeMap<>();

    /** What the lists say of an image. */
    record Named(String id, int label) {}

    /**
     * @param thresholds index into the grid by IoU level
     * @param images by index
     */
    Judge(Protocol protocol, Thresholds grid, Map<Integer, Integer> thresholds, IntFunction<Named> images) {
        this.protocol = protocol;
        this.grid = grid;
        this.thresholds = Map.copyOf(thresholds);
        this.images = images;
    }

    void add(ImageRow row) {
        var sample = images.apply(row.index());
        int main = thresholds.get(protocol.mainIou());
        var box = box(row.boxed(), main);
        double iou = box.bestIou(row.truth());
        double known = box(row.known(), main).bestIou(row.truth());
        boolean right = row.ranked()[0] == sample.label();
        var image = new JudgedImage(
                row.index(),
                sample.id(),
                sample.label(),
                list(row.ranked()),
                protocol.map() == Protocol.MapClass.PREDICTED ? row.ranked()[0] : sample.label(),
                box,
                row.truth(),
                iou,
                known,
                outcome(right, box, row.truth(), iou));
        judged.add(image);
        classes.computeIfAbsent(sample.label(), label -> new OfClass()).add(image, row);
    }

    private static List<Integer> list(int[] values) {
        var out = new ArrayList<Integer>();
        for (int v : values) out.add(v);
        return out;
    }

    private PixelBox box(ImageRow.Boxes boxes, int threshold) {
        return boxes.at(grid.level(threshold, boxes.peak()));
    }

    /** Right is what counts for Top-1 localization under the protocol; the rules for the rest are TS-CAM's. */
    private Outcome outcome(boolean classRight, PixelBox box, List<PixelBox> truth, double iou) {
        double wanted = protocol.mainIou() / 100.0;
        boolean fits = protocol.topLoc() == Protocol.Comparison.ABOVE ? iou > wanted : iou >= wanted;
        if (classRight && fits) return Outcome.RIGHT;
        var outcome = Outcome.of(classRight, box, truth);
        return outcome == Outcome.RIGHT ? Outcome.OTHER : outcome; // right at one half, but more is wanted here
    }

    List<JudgedImage> images() {
        return judged;
    }

    /** @param names of the classes by label */
    List<ClassRow> classes(List<String> names) {
        var out = new ArrayList<ClassRow>();
        classes.forEach((label, c) -> out.add(c.row(label, names.get(label))));
        return out;
    }

    private final class OfClass {
        private final List<JudgedImage> members = new ArrayList<>();
        private final Map<Integer, Integer> hits = new LinkedHashMap<>();

        void add(JudgedImage image, ImageRow row) {
            members.add(image);
            thresholds.forEach((iou, index) -> {
                boolean hit = box(row.boxed(), index).bestIou(row.truth()) >= iou / 100.0;
                hits.merge(iou, hit ? 1 : 0, Integer::sum);
            });
        }

        ClassRow row(int label, String name) {
            var errors = Breakdown.of(members);
            var accuracy = new TreeMap<Integer, Double>();
            hits.forEach((iou, n) -> accuracy.put(iou, percent(n)));
            double wanted = protocol.mainIou() / 100.0;
            return new ClassRow(
                    label,
                    name,
                    members.size(),
                    percent(members.stream().filter(JudgedImage::classRight).count()),
                    percent(members.stream()
                            .filter(i -> i.gtKnownIou() >= wanted)
                            .count()),
                    errors.percent(Outcome.RIGHT),
                    accuracy,
                    errors);
        }

        private double percent(long n) {
            return n * 100.0 / members.size();
        }
    }
}

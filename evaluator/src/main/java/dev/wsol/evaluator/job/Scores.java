package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.BoxTally;
import dev.wsol.evaluator.metric.Figure;
import dev.wsol.evaluator.metric.PixelTally;
import dev.wsol.evaluator.metric.Tally;
import dev.wsol.evaluator.result.Calibration;
import dev.wsol.evaluator.result.PrecisionRecall;
import dev.wsol.vision.map.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The numbers of one protocol: percent by metric name, and the score map threshold behind each.
 *
 * @param metrics percent
 * @param thresholds 0..1; metrics that need no threshold are absent
 */
record Scores(Map<String, Double> metrics, Map<String, Double> thresholds) {

    /** What was counted on one split. */
    record Tallies(Tally coupled, Tally semantic) {}

    /**
     * Reads the numbers off the tallies.
     *
     * @param validation tallies of the validation split; needed by {@link Protocol.Threshold#VALIDATION} only
     */
    static Scores of(Protocol protocol, Thresholds grid, Tallies scored, Optional<Tallies> validation) {
        var out = new Scores(new TreeMap<>(), new TreeMap<>());
        out.metrics.put("top1Cls", scored.coupled().top1Percent());
        out.metrics.put("top5Cls", scored.coupled().top5Percent());
        for (int iou : protocol.ious()) out.level(protocol, grid, iou, scored, validation);
        if (protocol.mean())
            out.metrics.put(
                    protocol.headline(),
                    protocol.ious().stream()
                            .mapToDouble(iou -> out.metrics.get("maxBoxAcc" + iou))
                            .average()
                            .orElseThrow());
        validation.ifPresent(v -> out.onValidation(protocol, v));
        return out;
    }

    /** The numbers of a {@code PIXELS} protocol. */
    static Scores ofPixels(Counted counted) {
        var out = new Scores(new TreeMap<>(), new TreeMap<>());
        out.metrics.put("top1Cls", counted.coupled().top1Percent());
        out.metrics.put("top5Cls", counted.coupled().top5Percent());
        out.metrics.put("pxap", counted.pixels().orElseThrow().averagePrecision());
        return out;
    }

    /** What stands behind {@code pxap}: one point a threshold that some pixel reaches, rising. */
    static List<PrecisionRecall> precisionRecall(Thresholds grid, PixelTally pixels) {
        long[][] atLeast = pixels.atLeast();
        long[] right = atLeast[0];
        long[] found = atLeast[1];
        var out = new ArrayList<PrecisionRecall>();
        for (int i = 0; i < grid.values().length && found[i] > 0; i++)
            out.add(new PrecisionRecall(grid.value(i), 100.0 * right[i] / right[0], 100.0 * right[i] / found[i]));
        return out;
    }

    /** Everything at one IoU level. What is called by a bare name is meant at 50. */
    private void level(Protocol protocol, Thresholds grid, int iou, Tallies scored, Optional<Tallies> validation) {
        var picker = new Picker(protocol, grid, this);
        var chosen = validation.map(v -> v.coupled().of(main(protocol), iou));
        var suffix = iou == 50 ? "" : String.valueOf(iou);
        picker.put("maxBoxAcc" + iou, scored.coupled().of(main(protocol), iou), chosen);
        picker.put(
                "semanticMaxBoxAcc" + iou, scored.semantic().of(Figure.GT_KNOWN, iou), validation.map(v -> v.semantic()
                        .of(Figure.GT_KNOWN, iou)));
        if (main(protocol) == Figure.PREDICTED_TOP1)
            picker.put("maxBoxAccTop5_" + iou, scored.coupled().of(Figure.PREDICTED_TOP5, iou), chosen);
        picker.put("gtKnown" + suffix, scored.coupled().of(Figure.GT_KNOWN, iou), chosen);
        picker.put("top1Loc" + suffix, scored.coupled().of(Figure.TOP1_LOC, iou), chosen);
        picker.put("top5Loc" + suffix, scored.coupled().of(Figure.TOP5_LOC, iou), chosen);
    }

    private void onValidation(Protocol protocol, Tallies validation) {
        for (int iou : protocol.ious())
            metrics.put(
                    "validationMaxBoxAcc" + iou,
                    validation.coupled().of(main(protocol), iou).best().percent());
        metrics.put("validationTop1Cls", validation.coupled().top1Percent());
        if (!protocol.ious().contains(50)) return;
        int index = validation.coupled().of(main(protocol), 50).best().index();
        metrics.put(
                "validationTop1Loc",
                validation.coupled().of(Figure.TOP1_LOC, 50).percent(index));
        metrics.put(
                "validationGtKnown",
                validation.coupled().of(Figure.GT_KNOWN, 50).percent(index));
    }

    /** The figure that chooses thresholds. */
    static Figure main(Protocol protocol) {
        return protocol.map() == Protocol.MapClass.PREDICTED ? Figure.PREDICTED_TOP1 : Figure.GT_KNOWN;
    }

    /** Index of the threshold that boxes the images of this protocol at an IoU level. */
    static int index(Protocol protocol, int iou, Tallies scored, Optional<Tallies> validation) {
        return chosen(protocol, scored.coupled().of(main(protocol), iou), validation.map(v -> v.coupled()
                .of(main(protocol), iou)));
    }

    private static int chosen(Protocol protocol, BoxTally scored, Optional<BoxTally> validation) {
        return switch (protocol.threshold()) {
            case FIXED -> 0;
            case ORACLE -> scored.best().index();
            case VALIDATION -> validation.orElseThrow().best().index();
        };
    }

    /** How well the threshold was chosen, one an IoU level. */
    static List<Calibration> calibration(
            Protocol protocol, Thresholds grid, Tallies scored, Optional<Tallies> validation) {
        var out = new ArrayList<Calibration>();
        for (int iou : protocol.ious()) {
            var tally = scored.coupled().of(main(protocol), iou);
            int index = index(protocol, iou, scored, validation);
            var best = tally.best();
            out.add(new Calibration(
                    iou,
                    grid.value(index),
                    tally.percent(index),
                    grid.value(best.index()),
                    best.percent(),
                    curve(grid, tally),
                    validation
                            .map(v -> curve(grid, v.coupled().of(main(protocol), iou)))
                            .orElse(List.of())));
        }
        return out;
    }

    private static List<Calibration.Point> curve(Thresholds grid, BoxTally tally) {
        var out = new ArrayList<Calibration.Point>();
        for (int i = 0; i < tally.thresholds(); i++) out.add(new Calibration.Point(grid.value(i), tally.percent(i)));
        return out;
    }

    /** Chooses thresholds by the protocol's rule and writes what comes out. */
    private record Picker(Protocol protocol, Thresholds grid, Scores out) {
        void put(String name, BoxTally scored, Optional<BoxTally> validation) {
            int index = chosen(protocol, scored, validation);
            out.metrics.put(name, scored.percent(index));
            out.thresholds.put(name, grid.value(index));
        }
    }
}

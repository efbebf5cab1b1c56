package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.BoxTally;
import dev.wsol.evaluator.metric.Figure;
import dev.wsol.evaluator.metric.Tally;
import dev.wsol.vision.map.Thresholds;
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

    /**
     * Reads the numbers off the tallies.
     *
     * @param validation tallies of the validation split; needed by {@link Protocol.Threshold#VALIDATION} only
     */
    static Scores of(Protocol protocol, Thresholds grid, Tallies scored, Optional<Tallies> validation) {
        var out = new Scores(new TreeMap<>(), new TreeMap<>());
        out.metrics.put("top1Cls", scored.coupled().top1Percent());
        out.metrics.put("top5Cls", scored.coupled().top5Percent());
        boolean official = protocol.map() == Protocol.MapClass.PREDICTED;
        for (int iou : protocol.ious()) {
            var main = official ? Figure.PREDICTED_TOP1 : Figure.GT_KNOWN;
            var picker = new Picker(protocol, grid, iou, out);
            var chosen = validation.map(v -> v.coupled().of(main, iou));
            picker.put("maxBoxAcc" + iou, scored.coupled().of(main, iou), chosen);
            if (protocol.threshold() == Protocol.Threshold.VALIDATION)
                chosen.ifPresent(v ->
                        out.metrics.put("validationMaxBoxAcc" + iou, v.best().percent()));
            picker.put(
                    "semanticMaxBoxAcc" + iou,
                    scored.semantic().of(Figure.GT_KNOWN, iou),
                    validation.map(v -> v.semantic().of(Figure.GT_KNOWN, iou)));
            if (official) picker.put("maxBoxAccTop5_" + iou, scored.coupled().of(Figure.PREDICTED_TOP5, iou), chosen);
            if (iou != 50) continue;
            picker.put("gtKnown", scored.coupled().of(Figure.GT_KNOWN, iou), chosen);
            picker.put("top1Loc", scored.coupled().of(Figure.TOP1_LOC, iou), chosen);
            picker.put("top5Loc", scored.coupled().of(Figure.TOP5_LOC, iou), chosen);
            if (protocol.threshold() == Protocol.Threshold.VALIDATION)
                validation.ifPresent(v -> out.metrics.put("validationTop1Loc", validationTop1Loc(v, main, iou)));
        }
        return out;
    }

    private static double validationTop1Loc(Tallies validation, Figure main, int iou) {
        int index = validation.coupled().of(main, iou).best().index();
        return validation.coupled().of(Figure.TOP1_LOC, iou).percent(index);
    }

    /** What was counted on one split. */
    record Tallies(Tally coupled, Tally semantic) {}

    /** Index of the threshold that boxes the images of this protocol at IoU 50, or at its first level. */
    static int boxThreshold(Protocol protocol, Tallies scored, Optional<Tallies> validation) {
        var main = protocol.map() == Protocol.MapClass.PREDICTED ? Figure.PREDICTED_TOP1 : Figure.GT_KNOWN;
        int iou = protocol.ious().contains(50) ? 50 : protocol.ious().get(0);
        return switch (protocol.threshold()) {
            case FIXED -> 0;
            case ORACLE -> scored.coupled().of(main, iou).best().index();
            case VALIDATION ->
                validation.orElseThrow().coupled().of(main, iou).best().index();
        };
    }

    /** Chooses thresholds by the protocol's rule and writes what comes out. */
    private record Picker(Protocol protocol, Thresholds grid, int iou, Scores out) {
        void put(String name, BoxTally scored, Optional<BoxTally> validation) {
            int index =
                    switch (protocol.threshold()) {
                        case FIXED -> 0;
                        case ORACLE -> scored.best().index();
                        case VALIDATION -> validation.orElseThrow().best().index();
                    };
            out.metrics.put(name, scored.percent(index));
            out.thresholds.put(name, grid.value(index));
        }
    }
}

package dev.wsol.infra.cli.maps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.BoxTally;
import dev.wsol.evaluator.metric.Figure;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.vision.map.Thresholds;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The figures of one protocol, percent unrounded. Only the labelled class's map is there, so all box figures are
 * GT-known figures.
 *
 * @param images scored
 * @param skipped left out because something was wrong with them
 * @param maxBoxAcc by IoU percent; empty for pixel protocols
 * @param bestThreshold the score map threshold behind each
 * @param mean of {@code maxBoxAcc}, where the protocol asks for it
 * @param pxap of pixel protocols
 */
record MapScores(
        Protocol protocol,
        int images,
        int skipped,
        Map<Integer, Double> maxBoxAcc,
        Map<Integer, Double> bestThreshold,
        Optional<Double> mean,
        Optional<Double> pxap) {

    /** @param validation counts of the validation split, for protocols that choose thresholds there */
    static MapScores of(Protocol protocol, Counter.Counts scored, Optional<Counter.Counts> validation, int skipped) {
        if (scored.pixels() != null)
            return new MapScores(
                    protocol,
                    scored.images(),
                    skipped,
                    Map.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.of(scored.pixels().averagePrecision()));
        var accuracy = new TreeMap<Integer, Double>();
        var chosen = new TreeMap<Integer, Double>();
        Thresholds list = Counter.thresholds(protocol);
        double sum = 0;
        for (int iou : protocol.ious()) {
            BoxTally boxes = scored.boxes().of(Figure.GT_KNOWN, iou);
            int index =
                    switch (protocol.threshold()) {
                        case FIXED -> 0;
                        case ORACLE -> boxes.best().index();
                        case VALIDATION -> validation.orElseThrow().boxes().chosen(iou);
                    };
            accuracy.put(iou, boxes.percent(index));
            chosen.put(iou, list.value(index));
            sum += boxes.percent(index);
        }
        Optional<Double> mean =
                protocol.mean() ? Optional.of(sum / protocol.ious().size()) : Optional.empty();
        return new MapScores(protocol, scored.images(), skipped, accuracy, chosen, mean, Optional.empty());
    }

    /** Figures that the protocol does not have are null. */
    ObjectNode json() {
        var out = Json.object()
                .put("protocol", protocol.name())
                .put("digest", protocol.digest())
                .put("split", protocol.split().name().toLowerCase(Locale.ROOT))
                .put("images", images)
                .put("skipped", skipped);
        out.set("maxBoxAcc", byIou(maxBoxAcc));
        out.put("maxBoxAccV2", protocol.headline().equals("maxBoxAccV2") ? mean.orElseThrow() : null);
        if (mean.isPresent() && !protocol.headline().equals("maxBoxAccV2")) out.put("meanMaxBoxAcc", mean.get());
        out.set("bestThreshold", byIou(bestThreshold));
        return out.put("pxap", pxap.orElse(null));
    }

    private static ObjectNode byIou(Map<Integer, Double> values) {
        if (values.isEmpty()) return null;
        var out = Json.object();
        values.forEach((iou, value) -> out.put(String.valueOf(iou), value));
        return out;
    }
}

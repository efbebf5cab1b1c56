package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.map.Thresholds;
import dev.wsol.vision.model.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Scores one network under several protocols in one pass a split. No Kafka, no object store. */
final class CheckpointEvaluation {
    private CheckpointEvaluation() {}

    /**
     * What one protocol says.
     *
     * @param rows one an image, in the order of the lists
     * @param boxThreshold index into {@code grid} of the threshold that boxes the rows
     * @param degenerate maps that counted as all zero
     */
    record Scored(
            Protocol protocol,
            Thresholds grid,
            Scores scores,
            Scores.Tallies tallies,
            Map<String, Double> baselines,
            List<ImageRow> rows,
            int boxThreshold,
            long degenerate) {}

    /**
     * @param test what is scored
     * @param validation where {@code VALIDATION} protocols choose their thresholds; may have no usable image if none does
     * @param seen told the number of images of each batch
     * @param stop asked between batches
     * @return empty if it was stopped
     * @throws DatasetException if a split that is needed has no usable image
     */
    static Optional<List<Scored>> run(
            Network network,
            List<Protocol> protocols,
            SplitImages test,
            SplitImages validation,
            IntConsumer seen,
            BooleanSupplier stop) {
        for (var p : protocols)
            if (p.metric() == Protocol.Metric.PIXELS)
                throw new DatasetException("protocol " + p.name()
                        + " scores pixels against masks, and this data set has" + " boxes: choose another protocol");
        if (test.usable().isEmpty()) throw new DatasetException("the test split has no readable image to score");
        var onTest = protocols.stream().map(ProtocolScorer::new).toList();
        var onValidation = protocols.stream()
                .filter(CheckpointEvaluation::needsValidation)
                .map(ProtocolScorer::new)
                .toList();
        if (!onValidation.isEmpty()) {
            if (validation.usable().isEmpty())
                throw new DatasetException(
                        "protocol " + onValidation.get(0).protocol().name()
                                + " chooses its threshold on validation images, and there are none: give CUBV2/val lists or"
                                + " set validationPerClass above 0");
            if (!SplitPass.run(network, validation, onValidation, seen, stop)) return Optional.empty();
        }
        if (!SplitPass.run(network, test, onTest, seen, stop)) return Optional.empty();
        var out = new ArrayList<Scored>();
        for (var scorer : onTest) out.add(scored(scorer, onValidation, test));
        return Optional.of(out);
    }

    static boolean needsValidation(Protocol protocol) {
        return protocol.threshold() == Protocol.Threshold.VALIDATION;
    }

    private static Scored scored(ProtocolScorer test, List<ProtocolScorer> onValidation, SplitImages images) {
        var protocol = test.protocol();
        Optional<Scores.Tallies> validation = onValidation.stream()
                .filter(v -> v.protocol().equals(protocol))
                .map(CheckpointEvaluation::tallies)
                .findFirst();
        var tallies = tallies(test);
        return new Scored(
                protocol,
                test.thresholds(),
                Scores.of(protocol, test.thresholds(), tallies, validation),
                tallies,
                Baselines.of(images, test.boxRule(), protocol.mapSize(), protocol.ious()),
                test.rows(),
                Scores.boxThreshold(protocol, tallies, validation),
                test.degenerate());
    }

    private static Scores.Tallies tallies(ProtocolScorer scorer) {
        return new Scores.Tallies(scorer.coupled(), scorer.semantic());
    }
}

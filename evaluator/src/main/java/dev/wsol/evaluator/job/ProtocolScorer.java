package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.BoxSearch;
import dev.wsol.evaluator.metric.Grid;
import dev.wsol.evaluator.metric.ImageScorer;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.metric.Tally;
import dev.wsol.vision.map.MapResize;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMapper;
import dev.wsol.vision.map.Thresholds;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Prediction;
import java.util.ArrayList;
import java.util.List;

/** Applies one protocol to the images of one split: coupled maps for its figures, semantic maps beside them. */
final class ProtocolScorer {
    private final Protocol protocol;
    private final Thresholds thresholds;
    private final ScoreMapper mapper;
    private final ScoreImage scores;
    private final ImageScorer coupled;
    private final ImageScorer semantic;
    private final List<ImageRow> rows = new ArrayList<>();

    ProtocolScorer(Protocol protocol) {
        this.protocol = protocol;
        this.thresholds = protocol.threshold() == Protocol.Threshold.FIXED
                ? Thresholds.fixed(protocol.fixedThreshold())
                : Thresholds.every(protocol.step());
        int side = protocol.mapSize();
        this.mapper = new ScoreMapper(resize(), ModelConfig.GRID, ModelConfig.GRID, side, side);
        this.scores = ScoreImage.blank(side, side);
        int ranks = protocol.map() == Protocol.MapClass.PREDICTED ? 5 : 0;
        this.coupled = new ImageScorer(grid(ranks));
        this.semantic = new ImageScorer(grid(0));
    }

    private MapResize.Kind resize() {
        return switch (protocol.resize()) {
            case BILINEAR -> MapResize.Kind.BILINEAR;
            case BICUBIC -> MapResize.Kind.BICUBIC;
        };
    }

    private Grid grid(int ranks) {
        var contours =
                switch (protocol.contours()) {
                    case LARGEST -> BoxSearch.Contours.LARGEST;
                    case ALL -> BoxSearch.Contours.ALL;
                };
        var ends =
                switch (protocol.ends()) {
                    case CLIPPED -> BoxSearch.Ends.CLIPPED;
                    case OPEN -> BoxSearch.Ends.OPEN;
                };
        boolean strict = protocol.topLoc() == Protocol.Comparison.ABOVE;
        return new Grid(thresholds, contours, ends, protocol.ious(), ranks, strict);
    }

    BoxScaling boxRule() {
        return switch (protocol.boxRule()) {
            case SCM -> BoxScaling.DIVIDE_FIRST_WHOLE;
            case WSOL -> BoxScaling.MULTIPLY_FIRST;
        };
    }

    /** Counts image {@code at} of the batch, which is sample {@code i} of the split. */
    void score(SplitImages split, int i, Prediction seen, int at) {
        var sample = split.samples().get(i);
        List<PixelBox> truth = split.truth(i, boxRule(), protocol.mapSize());
        coupled.score(seen.logits(at), sample.label(), truth, category -> image(seen.cam(at, category)));
        semantic.score(truth, image(seen.semanticMap(at, sample.label())));
        var boxed = protocol.map() == Protocol.MapClass.PREDICTED ? coupled.first() : coupled.truth();
        rows.add(ImageRow.of(sample, truth, coupled.ranked(), boxed));
    }

    private ScoreImage image(float[] map) {
        mapper.map(map, 0, scores);
        return scores;
    }

    Protocol protocol() {
        return protocol;
    }

    Thresholds thresholds() {
        return thresholds;
    }

    Tally coupled() {
        return coupled.tally();
    }

    Tally semantic() {
        return semantic.tally();
    }

    /** One row an image, in the order scored. */
    List<ImageRow> rows() {
        return rows;
    }

    /** Maps that were constant or not finite and counted as all zero. */
    long degenerate() {
        return mapper.degenerate();
    }
}

package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.BoxSearch;
import dev.wsol.evaluator.metric.Grid;
import dev.wsol.evaluator.metric.ImageScorer;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.map.MapResize;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMapper;
import dev.wsol.vision.map.Thresholds;
import dev.wsol.vision.model.ModelConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Applies one protocol to images: coupled maps for its figures, semantic maps beside them. One thread at a time. */
final class ProtocolScorer implements Scorer {
    private final Protocol protocol;
    private final boolean keepRows;
    private final Thresholds thresholds;
    private final ScoreImage scores;
    private final List<ImageRow> rows = new ArrayList<>();
    private ScoreMapper mapper;
    private ImageScorer coupled;
    private ImageScorer semantic;

    /** @param keepRows whether what was boxed is remembered for each image */
    ProtocolScorer(Protocol protocol, boolean keepRows) {
        this.protocol = protocol;
        this.keepRows = keepRows;
        this.thresholds = thresholds(protocol);
        this.scores = ScoreImage.blank(protocol.mapSize(), protocol.mapSize());
        restart();
    }

    static Thresholds thresholds(Protocol protocol) {
        return protocol.threshold() == Protocol.Threshold.FIXED
                ? Thresholds.fixed(protocol.fixedThreshold())
                : Thresholds.every(protocol.step());
    }

    /** How many of the classes ranked first need their own maps. */
    static int ranks(Protocol protocol) {
        return protocol.map() == Protocol.MapClass.PREDICTED ? 5 : 0;
    }

    private void restart() {
        int side = protocol.mapSize();
        mapper = new ScoreMapper(resize(protocol), ModelConfig.GRID, ModelConfig.GRID, side, side);
        coupled = new ImageScorer(grid(ranks(protocol)));
        semantic = new ImageScorer(grid(0));
        rows.clear();
    }

    static MapResize.Kind resize(Protocol protocol) {
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

    static BoxScaling boxRule(Protocol protocol) {
        return switch (protocol.boxRule()) {
            case SCM -> BoxScaling.DIVIDE_FIRST_WHOLE;
            case WSOL -> BoxScaling.MULTIPLY_FIRST;
        };
    }

    /** For people and keys: {@code test}. */
    static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void score(SeenImage seen) {
        List<PixelBox> truth = seen.truth().on(boxRule(protocol), protocol.mapSize());
        coupled.score(
                seen.logits(),
                seen.label(),
                truth,
                category -> image(seen.cams().get(category)));
        semantic.score(truth, image(seen.semantic()));
        if (keepRows) rows.add(row(seen, truth));
    }

    private ImageRow row(SeenImage seen, List<PixelBox> truth) {
        var known = ImageRow.Boxes.of(coupled.truth());
        boolean other = protocol.map() == Protocol.MapClass.PREDICTED && coupled.first() != coupled.truth();
        var boxed = other ? ImageRow.Boxes.of(coupled.first()) : known;
        return new ImageRow(seen.index(), coupled.ranked(), truth, boxed, known);
    }

    private ScoreImage image(float[] map) {
        mapper.map(map, 0, scores);
        return scores;
    }

    @Override
    public Counted take() {
        rows.sort(Comparator.comparingInt(ImageRow::index));
        var out = new Counted(coupled.tally(), semantic.tally(), Optional.empty(), mapper.degenerate(), rows);
        restart();
        return out;
    }
}

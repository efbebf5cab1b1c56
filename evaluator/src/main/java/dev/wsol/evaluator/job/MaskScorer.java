package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.PixelScorer;
import dev.wsol.evaluator.metric.Ranking;
import dev.wsol.evaluator.metric.Tally;
import dev.wsol.vision.map.ScoreMapper;
import dev.wsol.vision.map.Thresholds;
import dev.wsol.vision.model.ModelConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies a {@code PIXELS} protocol to images: coupled maps against masks. One thread at a time. */
final class MaskScorer implements Scorer {
    private static final int TOP = 5;

    private final Protocol protocol;
    private ScoreMapper mapper;
    private PixelScorer pixels;
    private int images;
    private int top1;
    private int top5;

    MaskScorer(Protocol protocol) {
        this.protocol = protocol;
        restart();
    }

    private void restart() {
        int side = protocol.mapSize();
        mapper = new ScoreMapper(ProtocolScorer.resize(protocol), ModelConfig.GRID, ModelConfig.GRID, side, side);
        pixels = new PixelScorer(Thresholds.every(protocol.step()));
        images = 0;
        top1 = 0;
        top5 = 0;
    }

    @Override
    public void score(SeenImage seen) {
        int[] ranked = Ranking.top(seen.logits(), TOP);
        int shown = protocol.map() == Protocol.MapClass.PREDICTED ? ranked[0] : seen.label();
        var labels = seen.truth().labels(protocol.mapSize());
        pixels.score(mapper.scores(seen.cams().get(shown), 0), labels);
        images++;
        if (ranked[0] == seen.label()) top1++;
        if (Arrays.stream(ranked).anyMatch(c -> c == seen.label())) top5++;
    }

    @Override
    public Counted take() {
        var classes = new Tally(List.of(), images, images, top1, top5, Map.of());
        var nothing = new Tally(List.of(), images, 0, 0, 0, Map.of());
        var out = new Counted(classes, nothing, Optional.of(pixels.tally()), mapper.degenerate(), List.of());
        restart();
        return out;
    }
}

package dev.wsol.infra.cli.maps;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.BoxSearch;
import dev.wsol.evaluator.metric.Grid;
import dev.wsol.evaluator.metric.ImageScorer;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.metric.PixelScorer;
import dev.wsol.evaluator.metric.PixelTally;
import dev.wsol.evaluator.metric.Tally;
import dev.wsol.vision.dataset.Box;
import dev.wsol.vision.image.Size;
import dev.wsol.vision.map.ScoreMap;
import dev.wsol.vision.map.Thresholds;
import java.util.List;

/** Counts maps under one protocol, and keeps its buffers: one for each thread and protocol. */
sealed interface Counter {
    /** Checks everything that could be wrong with an image, and answers with what counts it. */
    Runnable ready(Truth truth, ScoreMap map);

    /** What was counted; counts of several counters of a protocol add. */
    Counts counts();

    /** One of both. */
    record Counts(Tally boxes, PixelTally pixels) {
        Counts plus(Counts other) {
            if (images() == 0) return other; // a thread that came too late for an image
            if (other.images() == 0) return this;
            return boxes != null
                    ? new Counts(boxes.plus(other.boxes), null)
                    : new Counts(null, pixels.plus(other.pixels));
        }

        int images() {
            return boxes != null ? boxes.images() : pixels.images();
        }
    }

    /** Ground truth of one image; asked for what the protocol needs. */
    interface Truth {
        List<Box> boxes();

        /** Of the image that the boxes are drawn on. */
        Size size();

        /** See {@link dev.wsol.vision.image.MaskImages}. */
        byte[] labels(int height, int width);
    }

    static Counter of(Protocol protocol) {
        return protocol.metric() == Protocol.Metric.PIXELS ? new Pixels(protocol) : new Boxes(protocol);
    }

    static Thresholds thresholds(Protocol protocol) {
        return protocol.threshold() == Protocol.Threshold.FIXED
                ? Thresholds.fixed(protocol.fixedThreshold())
                : Thresholds.every(protocol.step());
    }

    /** Box accuracy at every threshold. */
    final class Boxes implements Counter {
        private final Protocol protocol;
        private final ImageScorer scorer;

        private Boxes(Protocol protocol) {
            this.protocol = protocol;
            var contours = BoxSearch.Contours.valueOf(protocol.contours().name());
            var ends = BoxSearch.Ends.valueOf(protocol.ends().name());
            boolean strict = protocol.topLoc() == Protocol.Comparison.ABOVE;
            this.scorer = new ImageScorer(new Grid(thresholds(protocol), contours, ends, protocol.ious(), 0, strict));
        }

        @Override
        public Runnable ready(Truth truth, ScoreMap map) {
            var boxes = truth.boxes();
            var size = truth.size();
            var frame = new BoxScaling.Frame(size.width(), size.height(), map.width(), map.height());
            List<PixelBox> scaled = boxes.stream().map(b -> scaled(b, frame)).toList();
            return () -> scorer.score(scaled, map.quantise());
        }

        private PixelBox scaled(Box box, BoxScaling.Frame frame) {
            var rule = protocol.boxRule() == Protocol.BoxRule.SCM ? BoxScaling.DIVIDE_FIRST : BoxScaling.MULTIPLY_FIRST;
            return rule.corners(box.x0(), box.y0(), box.x1(), box.y1(), frame);
        }

        @Override
        public Counts counts() {
            return new Counts(scorer.tally(), null);
        }
    }

    /** Pixel average precision. */
    final class Pixels implements Counter {
        private final PixelScorer scorer;

        private Pixels(Protocol protocol) {
            this.scorer = new PixelScorer(thresholds(protocol));
        }

        @Override
        public Runnable ready(Truth truth, ScoreMap map) {
            byte[] labels = truth.labels(map.height(), map.width());
            return () -> scorer.score(map, labels);
        }

        @Override
        public Counts counts() {
            return new Counts(null, scorer.tally());
        }
    }
}

package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.vision.dataset.Annotation;
import dev.wsol.vision.dataset.Box;
import dev.wsol.vision.dataset.Masks;
import dev.wsol.vision.dataset.Origin;
import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.image.Size;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What scoring costs beside the forward pass. Both are timed alone and on made-up pictures; nothing is decoded. */
public final class ScoringCost {
    private static final int SIDE = ModelConfig.IMAGE;
    private static final int BATCH = 16;
    /** Images after which the scoring code has been compiled. */
    private static final int WARM_UP = 400;

    private ScoringCost() {}

    /**
     * Milliseconds an image.
     *
     * @param forward of the network, with all its threads, until its maps are plain arrays
     * @param scoring by protocol name, on one thread
     */
    public record Cost(double forward, Map<String, Double> scoring) {}

    /** @param images how many are timed, at least one */
    public static Cost measure(Network network, List<Protocol> protocols, int images, long seed) {
        var random = new Random(seed);
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < images; i++) frames.add(frame(i, network.config().classes(), random));
        int ranks = protocols.stream().mapToInt(ProtocolScorer::ranks).max().orElse(0);
        var sight = new NetworkSight(network, Decoder.standard(), BATCH);
        sight.see(frames.subList(0, Math.min(BATCH, images)), ranks);
        var seen = new ArrayList<SeenImage>();
        long start = System.nanoTime();
        for (int from = 0; from < images; from += BATCH)
            seen.addAll(sight.see(frames.subList(from, Math.min(from + BATCH, images)), ranks));
        double forward = millis(start) / images;
        var scoring = new LinkedHashMap<String, Double>();
        for (var p : protocols) scoring.put(p.name(), scoring(p, seen));
        return new Cost(forward, scoring);
    }

    private static double scoring(Protocol protocol, List<SeenImage> seen) {
        var scorer = Scorer.of(protocol, true);
        for (int i = 0; i < WARM_UP; i += seen.size()) seen.forEach(scorer::score);
        long start = System.nanoTime();
        seen.forEach(scorer::score);
        return millis(start) / seen.size();
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    /** Soft spots of colour: an untrained network makes smooth maps of them, as a trained one does of photographs. */
    private static Frame frame(int index, int classes, Random random) {
        var rgb = new byte[3 * SIDE * SIDE];
        double x0 = SIDE * random.nextDouble();
        double y0 = SIDE * random.nextDouble();
        for (int y = 0, at = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++)
                for (int c = 0; c < 3; c++)
                    rgb[at++] = (byte)
                            (255 * Math.exp(-Math.hypot(x - x0, y - y0) / (40 + 30 * c)) + random.nextInt(20) - 10);
        var box = new Box.Corners(SIDE / 4.0, SIDE / 4.0, SIDE * .75, SIDE * .75);
        var annotation =
                new Annotation(List.of(box), new Masks(Path.of(""), List.of(), Optional.empty()), Optional.empty());
        var sample = new Sample(
                "made-up-" + index,
                Path.of(""),
                "made-up",
                random.nextInt(classes),
                annotation,
                new Origin("made up", index));
        return new Frame(index, sample, new Size(SIDE, SIDE), new Pixels(SIDE, SIDE, rgb));
    }
}

package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.PixelBox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a network might have seen: for each image other blobs, always the same ones. */
final class MadeUp {
    private static final int GRID = 14;

    private MadeUp() {}

    static SeenImage seen(Frame frame) {
        int label = frame.sample().label();
        var random = new Random(frame.index() * 31L + label);
        Map<Integer, float[]> cams = new HashMap<>();
        for (int c = 0; c < 2; c++) cams.put(c, blob(random));
        float[] logits = {random.nextFloat(), random.nextFloat()};
        int shift = random.nextInt(40);
        return new SeenImage(
                frame.index(),
                label,
                (rule, side) -> List.of(
                        new PixelBox(side * (40 + shift) / 224, side / 4, side * (140 + shift) / 224, side * 3 / 4)),
                logits,
                cams,
                blob(random));
    }

    private static float[] blob(Random random) {
        var map = new float[GRID * GRID];
        double x0 = 4 + 6 * random.nextDouble();
        double y0 = 5 + 4 * random.nextDouble();
        double width = 2 + 3 * random.nextDouble();
        for (int i = 0; i < map.length; i++) {
            double dx = i % GRID - x0;
            double dy = i / GRID - y0;
            map[i] = (float) Math.exp(-(dx * dx + dy * dy) / (width * width)) + .1f * random.nextFloat();
        }
        return map;
    }
}

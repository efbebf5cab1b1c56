package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.BoxScaling;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.metric.Ranking;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.MaskImages;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import dev.wsol.vision.model.Prediction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A network looking at frames. What leaves it are plain arrays; its tensors are freed at once. */
final class NetworkSight implements Sight {
    private final Network network;
    private final Decoder decoder;
    private final ByteBuffer pixels;
    private final float[] image = new float[3 * ModelConfig.IMAGE * ModelConfig.IMAGE];

    /**
     * @param decoder of masks
     * @param batch most frames at a time
     */
    NetworkSight(Network network, Decoder decoder, int batch) {
        this.decoder = decoder;
        this.network = network;
        this.pixels = Network.pixels(batch);
    }

    @Override
    public List<SeenImage> see(List<Frame> frames, int ranks) {
        var floats = pixels.asFloatBuffer();
        for (var frame : frames) {
            frame.pixels().normalize(image, 0);
            floats.put(image);
        }
        var out = new ArrayList<SeenImage>(frames.size());
        try (var prediction = network.predict(pixels, frames.size())) {
            for (int at = 0; at < frames.size(); at++) out.add(seen(frames.get(at), prediction, at, ranks));
        }
        return out;
    }

    private SeenImage seen(Frame frame, Prediction prediction, int at, int ranks) {
        int label = frame.sample().label();
        float[] logits = prediction.logits(at);
        float[] attention = prediction.attentionMap(at);
        float[] semantic = prediction.semanticMap(at, label);
        Map<Integer, float[]> cams = new HashMap<>();
        cams.put(label, coupled(semantic, attention));
        if (ranks > 0)
            for (int category : Ranking.top(logits, ranks))
                cams.computeIfAbsent(category, c -> coupled(prediction.semanticMap(at, c), attention));
        return new SeenImage(frame.index(), label, truth(frame), logits, cams, semantic);
    }

    private static float[] coupled(float[] semantic, float[] attention) {
        var cam = new float[semantic.length];
        for (int i = 0; i < cam.length; i++) cam[i] = semantic[i] * attention[i];
        return cam;
    }

    private SeenImage.Truth truth(Frame frame) {
        var sample = frame.sample();
        return new SeenImage.Truth() {
            @Override
            public List<PixelBox> on(BoxScaling rule, int side) {
                return GroundTruth.on(sample.boxes(), rule, frame.original(), side);
            }

            @Override
            public byte[] labels(int side) {
                var masks = sample.masks();
                return MaskImages.labels(masks.objectFiles(), masks.ignoredFile(), side, side, decoder);
            }
        };
    }
}

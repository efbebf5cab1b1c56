package dev.wsol.evaluator.draw;

import dev.wsol.evaluator.draw.OfficialPictures.Maps;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.map.MapResize;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMapper;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import dev.wsol.vision.model.Prediction;
import java.util.function.Consumer;

/** One image as a network sees it. Valid until the prediction is closed. */
public final class Seen {
    private static final int INPUT = ModelConfig.IMAGE;

    private final Pixels image;
    private final Prediction prediction;

    private Seen(Pixels image, Prediction prediction) {
        this.image = image;
        this.prediction = prediction;
    }

    /** Gives pixels of 224 x 224 by index. */
    public interface Images {
        Pixels pixels(int index);
    }

    /** Shows an image of 224 x 224 to the network; what it saw is there until {@code look} returns. */
    public static void by(Network network, Pixels image, Consumer<Seen> look) {
        var planes = new float[3 * INPUT * INPUT];
        image.normalize(planes, 0);
        var buffer = Network.pixels(1);
        buffer.asFloatBuffer().put(planes);
        try (var prediction = network.predict(buffer, 1)) {
            look.accept(new Seen(image, prediction));
        }
    }

    /** One a class. */
    public float[] logits() {
        return prediction.logits(0);
    }

    /** The input, 224 x 224. */
    public Pixels picture() {
        return image;
    }

    /** The input at the size of a score map. */
    public Pixels picture(int side) {
        return side == INPUT ? image : image.resize(side, side);
    }

    /** Score image of a class's coupled map. */
    public ScoreImage coupled(int category, MapResize.Kind resize, int height, int width) {
        return scores(prediction.cam(0, category), resize, height, width);
    }

    /** Everything the published program draws of a class: bilinear, 224 x 224 (spec section 9). */
    public Maps maps(int category) {
        var kind = MapResize.Kind.BILINEAR;
        return new Maps(
                scores(prediction.cam(0, category), kind, INPUT, INPUT),
                scores(prediction.semanticMap(0, category), kind, INPUT, INPUT),
                scores(prediction.attentionMap(0), kind, INPUT, INPUT));
    }

    private static ScoreImage scores(float[] map, MapResize.Kind resize, int height, int width) {
        var out = ScoreImage.blank(height, width);
        new ScoreMapper(resize, ModelConfig.GRID, ModelConfig.GRID, height, width).map(map, 0, out);
        return out;
    }
}

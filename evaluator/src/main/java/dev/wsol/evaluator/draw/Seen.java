package dev.wsol.evaluator.draw;

import dev.wsol.evaluator.draw.OfficialPictures.Maps;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.map.MapResize;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMapper;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import dev.wsol.vision.model.Prediction;

/** One image as a network sees it. Valid until the prediction is closed. */
public final class Seen {
    private static final int INPUT = ModelConfig.IMAGE;

    private final Pixels image;
    private final Prediction prediction;
    private final int at;

    private Seen(Pixels image, Prediction prediction, int at) {
        this.image = image;
        this.prediction = prediction;
        this.at = at;
    }

    /** What is done with an image while its prediction is open. */
    public interface Look {
        void at(int index, Seen seen);
    }

    /** Gives pixels of 224 x 224 by index. */
    public interface Images {
        Pixels pixels(int index);
    }

    /** Shows the images to the network, a few at a time, in the order of the indices. */
    public static void each(Network network, Images images, Iterable<Integer> indices, Look look) {
        var buffer = Network.pixels(1);
        var planes = new float[3 * INPUT * INPUT];
        for (int index : indices) {
            var image = images.pixels(index);
            image.normalize(planes, 0);
            buffer.asFloatBuffer().put(planes);
            try (var prediction = network.predict(buffer, 1)) {
                look.at(index, new Seen(image, prediction, 0));
            }
        }
    }

    /** One a class. */
    public float[] logits() {
        return prediction.logits(at);
    }

    /** The input, 224 x 224. */
    public Pixels picture() {
        return image;
    }

    /** The input at the size of a score map. */
    public Pixels picture(int side) {
        return side == INPUT ? image : image.resize(side, side);
    }

    /** Score image of a class's coupled map, {@code side x side}. */
    public ScoreImage coupled(int category, MapResize.Kind resize, int side) {
        return scores(prediction.cam(at, category), resize, side);
    }

    /** Everything the published program draws of a class: bilinear, 224 x 224 (spec section 9). */
    public Maps maps(int category) {
        var kind = MapResize.Kind.BILINEAR;
        return new Maps(
                scores(prediction.cam(at, category), kind, INPUT),
                scores(prediction.semanticMap(at, category), kind, INPUT),
                scores(prediction.attentionMap(at), kind, INPUT));
    }

    private static ScoreImage scores(float[] map, MapResize.Kind resize, int side) {
        var out = ScoreImage.blank(side, side);
        new ScoreMapper(resize, ModelConfig.GRID, ModelConfig.GRID, side, side).map(map, 0, out);
        return out;
    }
}

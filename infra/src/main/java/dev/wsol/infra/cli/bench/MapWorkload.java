package dev.wsol.infra.cli.bench;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.vision.map.MapException;
import dev.wsol.vision.map.Npy;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The maps to time: score images as they are, floats normalised and quantised beforehand. All of one size. */
record MapWorkload(String name, List<ScoreImage> images) {
    private static final int SIDE = 224;

    /** {@code (..., H, W)}; axes before the last two only count maps. */
    static MapWorkload ofFile(Path file) {
        try {
            return new MapWorkload(file.getFileName().toString(), images(Npy.read(file), Integer.MAX_VALUE));
        } catch (MapException e) {
            throw new CommandFailed(Exit.USAGE, "--maps: " + e.getMessage(), e);
        }
    }

    /** 200 maps as networks make them: all {@code up14} maps of the evaluation's golden vectors, and 38 {@code map224}. */
    static MapWorkload ofReference(Path folder) {
        try {
            var images = new ArrayList<>(images(Npy.read(folder.resolve("up14_maps_u8.npy.gz")), Integer.MAX_VALUE));
            images.addAll(images(Npy.read(folder.resolve("map224_maps_u8.npy.gz")), 38));
            return new MapWorkload("reference", images);
        } catch (MapException e) {
            throw new CommandFailed(Exit.USAGE, "--workload: " + e.getMessage(), e);
        }
    }

    /** White noise of 224 x 224, the same every time. */
    static MapWorkload ofNoise(int count) {
        if (count < 1) throw new CommandFailed(Exit.USAGE, "--noise must be at least 1");
        var random = new Random(0);
        var images = new ArrayList<ScoreImage>();
        for (int i = 0; i < count; i++) {
            var image = ScoreImage.blank(SIDE, SIDE);
            random.nextBytes(image.pixels());
            images.add(image);
        }
        return new MapWorkload("noise", images);
    }

    private static List<ScoreImage> images(Npy npy, int most) {
        int[] shape = npy.shape();
        if (shape.length < 2 || npy.count() == 0)
            throw new MapException("shape " + Arrays.toString(shape) + " holds no maps: (..., H, W) is needed");
        int height = shape[shape.length - 2];
        int width = shape[shape.length - 1];
        int size = height * width;
        var images = new ArrayList<ScoreImage>();
        for (int i = 0; i < Math.min(most, npy.count() / size); i++) images.add(image(npy, i * size, height, width));
        return images;
    }

    private static ScoreImage image(Npy npy, int from, int height, int width) {
        if (npy.type() == Npy.Type.U1) return new ScoreImage(height, width, npy.bytes(from, height * width));
        var map = new ScoreMap(height, width, npy.doubles(from, height * width));
        map.normalise();
        return map.quantise();
    }
}

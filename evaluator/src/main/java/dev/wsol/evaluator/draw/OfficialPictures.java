package dev.wsol.evaluator.draw;

import dev.wsol.evaluator.metric.BoxSearch;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.Thresholds;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The five pictures that the published program draws of an image when its DRAW switch is on, equal pixel for pixel (spec
 * section 9). Image and maps have the same size; boxes are in their pixels.
 *
 * @param pictures one of each kind; {@link Kind#BINARY} is grey, the others RGB
 * @param box around the largest contour of the mask; (0, 0, 0, 0) where nothing is above the threshold
 */
public record OfficialPictures(Map<Kind, BufferedImage> pictures, PixelBox box) {
    /** The threshold written into the published program, whatever its evaluation found best. */
    public static final double THRESHOLD = 0.35;

    /** The kinds, each with the folder that the published program puts it into. */
    public enum Kind {
        /** The image with true boxes red, then the predicted one green. */
        BOXED("boxed_image"),
        /** Image and heat of the coupled map, the one that makes the box. */
        COUPLED("roi_images"),
        SEMANTIC("sem_images"),
        ATTENTION("attn_images"),
        /** White where the coupled map is above the threshold. */
        BINARY("binary");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }

        public String folder() {
            return folder;
        }
    }

    /**
     * What a network sees in an image, as score images: upsampled, min-max to 0..1, {@code trunc(255 s)}.
     *
     * @param coupled attention times semantic
     */
    public record Maps(ScoreImage coupled, ScoreImage semantic, ScoreImage attention) {}

    public OfficialPictures {
        pictures = Collections.unmodifiableMap(new EnumMap<>(pictures));
    }

    /**
     * @param image what the network was given, before normalisation
     * @param truth true boxes, may be none
     * @param threshold in [0, 1), as a share of the coupled map's peak
     * @throws dev.wsol.vision.map.MapException if the threshold is none
     */
    public static OfficialPictures of(Pixels image, Maps maps, List<PixelBox> truth, double threshold) {
        int level = Thresholds.fixed(threshold).level(0, maps.coupled().peak());
        var box = largest(maps.coupled(), level);
        var base = Stretched.of(image);
        var out = new EnumMap<Kind, BufferedImage>(Kind.class);
        out.put(Kind.BOXED, Overlay.boxed(base.picture(), truth, List.of(box)));
        out.put(Kind.COUPLED, base.heated(maps.coupled()));
        out.put(Kind.SEMANTIC, base.heated(maps.semantic()));
        out.put(Kind.ATTENTION, base.heated(maps.attention()));
        out.put(Kind.BINARY, mask(maps.coupled(), level));
        return new OfficialPictures(out, box);
    }

    /** The box around the largest contour above a level, ends clipped to the map as the published program does. */
    private static PixelBox largest(ScoreImage map, int level) {
        var found = new PixelBox[] {PixelBox.NONE};
        BoxSearch.of(BoxSearch.Contours.LARGEST, BoxSearch.Ends.CLIPPED).search(map, (x0, y0, x1, y1, low, high) -> {
            if (low <= level && level <= high) found[0] = new PixelBox(x0, y0, x1, y1);
        });
        return found[0];
    }

    private static BufferedImage mask(ScoreImage map, int level) {
        var mask = new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0, i = 0; y < map.height(); y++)
            for (int x = 0; x < map.width(); x++, i++)
                mask.getRaster().setSample(x, y, 0, (map.pixels()[i] & 0xff) > level ? 255 : 0);
        return mask;
    }

    /**
     * An image stretched so that its darkest sample becomes 0 and its brightest 255. Values stay fractions until they are
     * written, as in the published program.
     */
    private record Stretched(Pixels image, double[] value) {
        static Stretched of(Pixels image) {
            int darkest = 255;
            int brightest = 0;
            for (byte b : image.rgb()) {
                darkest = Math.min(darkest, b & 0xff);
                brightest = Math.max(brightest, b & 0xff);
            }
            var value = new double[256];
            for (int v = darkest; v <= brightest && brightest > darkest; v++)
                value[v] = (v - darkest) * 255.0 / (brightest - darkest);
            return new Stretched(image, value);
        }

        BufferedImage picture() {
            var out = new byte[image.rgb().length];
            for (int i = 0; i < out.length; i++) out[i] = (byte) Math.rint(value[image.rgb()[i] & 0xff]);
            return Overlay.picture(image.width(), image.height(), out);
        }

        BufferedImage heated(ScoreImage map) {
            Overlay.needEqualSizes(image.width(), image.height(), map);
            var out = new byte[image.rgb().length];
            for (int i = 0, p = 0; p < out.length; i++) {
                int heat = Jet.rgb(map.pixels()[i] & 0xff);
                for (int shift = 16; shift >= 0; shift -= 8, p++)
                    out[p] = (byte) Overlay.mix(value[image.rgb()[p] & 0xff], heat >> shift & 0xff);
            }
            return Overlay.picture(image.width(), image.height(), out);
        }
    }
}

package dev.wsol.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.evaluator.metric.BoxSearch.Contours;
import dev.wsol.evaluator.metric.BoxSearch.Ends;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** The one-pass searches against flood fill, level by level, on maps that nobody would think of. */
class BoxSearchPropertiesTest {
    // kept over all tries on purpose: stale buffers would show
    private static final Map<Ends, BoxSearch> LARGEST = searches(Contours.LARGEST);
    private static final Map<Ends, BoxSearch> ALL = searches(Contours.ALL);

    private static Map<Ends, BoxSearch> searches(Contours contours) {
        var searches = new EnumMap<Ends, BoxSearch>(Ends.class);
        for (var ends : Ends.values()) searches.put(ends, BoxSearch.of(contours, ends));
        return searches;
    }

    @Property(tries = 1500, seed = "20261124", shrinking = ShrinkingMode.BOUNDED)
    void the_largest_contour_is_the_obvious_one_at_every_level(@ForAll("images") ScoreImage image, @ForAll Ends ends) {
        var found = found(LARGEST.get(ends), image);
        for (int level = 0; level < found.size(); level++)
            assertThat(found.get(level))
                    .as("level %d", level)
                    .containsExactly(new SlowBoxes(image, level, ends).largest());
    }

    /** Images with more hills than that go another way; one searcher goes both in turn. */
    @Property(tries = 1500, seed = "20261124", shrinking = ShrinkingMode.BOUNDED)
    void the_largest_contour_does_not_depend_on_how_many_hills_are_too_many(
            @ForAll("images") ScoreImage image, @ForAll("limits") BoxSearch search) {
        var found = found(search, image);
        for (int level = 0; level < found.size(); level++)
            assertThat(found.get(level)).as("level %d", level).containsExactly(new SlowBoxes(image, level).largest());
    }

    @Provide
    Arbitrary<BoxSearch> limits() {
        return Arbitraries.of(new LargestContour(Ends.CLIPPED, 0), new LargestContour(Ends.CLIPPED, 4));
    }

    @Property(tries = 1500, seed = "20261124", shrinking = ShrinkingMode.BOUNDED)
    void all_contours_are_the_obvious_ones_at_every_level(@ForAll("images") ScoreImage image, @ForAll Ends ends) {
        var found = found(ALL.get(ends), image);
        for (int level = 0; level < found.size(); level++)
            assertThat(found.get(level))
                    .as("level %d", level)
                    .containsExactlyInAnyOrderElementsOf(new SlowBoxes(image, level, ends).all());
    }

    @Property(tries = 500, seed = "20261124", shrinking = ShrinkingMode.BOUNDED)
    void raw_scores_with_anything_in_them_become_a_map_that_can_be_searched(
            @ForAll("rawMaps") Tuple2<Integer, double[]> raw) {
        double[] values = raw.get2().clone();
        boolean usable = Arrays.stream(values).allMatch(Double::isFinite)
                && Arrays.stream(values).distinct().count() > 1;
        var map = new ScoreMap(values.length / raw.get1(), raw.get1(), values);
        assertThat(map.normalise()).isEqualTo(usable);
        var image = map.checked("map").quantise();
        assertThat(image.peak()).isEqualTo(usable ? 255 : 0);
        var found = found(LARGEST.get(Ends.CLIPPED), image);
        for (int level = 0; level < found.size(); level++)
            assertThat(found.get(level)).containsExactly(new SlowBoxes(image, level).largest());
    }

    private static List<List<PixelBox>> found(BoxSearch search, ScoreImage image) {
        var levels = new ArrayList<List<PixelBox>>();
        for (int i = 0; i < BoxSearch.levels(image.peak()); i++) levels.add(new ArrayList<>());
        search.search(image, (x0, y0, x1, y1, low, high) -> levels.subList(low, high + 1)
                .forEach(boxes -> boxes.add(new PixelBox(x0, y0, x1, y1))));
        return levels;
    }

    /** Height and width: one pixel, one row, one column, and odd rectangles. */
    private static Arbitrary<int[]> sizes() {
        var side = Arbitraries.integers().between(1, 13);
        return Arbitraries.oneOf(
                Arbitraries.just(new int[] {1, 1}),
                side.map(n -> new int[] {1, n}),
                side.map(n -> new int[] {n, 1}),
                Combinators.combine(side, side).as((h, w) -> new int[] {h, w}));
    }

    @Provide
    Arbitrary<ScoreImage> images() {
        return sizes().flatMap(size -> pixels(size[0], size[1]).map(q -> new ScoreImage(size[0], size[1], q)));
    }

    private static Arbitrary<byte[]> pixels(int height, int width) {
        int n = height * width;
        return Arbitraries.oneOf(
                Arbitraries.of(0, 1, 7).map(v -> filled(n, v)),
                Combinators.combine(greys(), greys()).as((a, b) -> checkerboard(height, width, a, b)),
                Arbitraries.integers()
                        .between(0, 1)
                        .array(int[].class)
                        .ofSize(n)
                        .map(q -> bytes(q, 1)),
                Arbitraries.integers()
                        .between(0, 4)
                        .array(int[].class)
                        .ofSize(n)
                        .map(q -> bytes(q, 3)),
                Arbitraries.integers()
                        .between(0, 3)
                        .array(int[].class)
                        .ofSize((height + 2) / 3 * ((width + 2) / 3))
                        .map(q -> plateaus(height, width, q)),
                greys().array(int[].class).ofSize(n).map(q -> bytes(q, 1)));
    }

    private static Arbitrary<Integer> greys() {
        return Arbitraries.integers().between(0, 24);
    }

    private static byte[] filled(int n, int value) {
        var q = new byte[n];
        Arrays.fill(q, (byte) value);
        return q;
    }

    private static byte[] checkerboard(int height, int width, int a, int b) {
        var q = new byte[height * width];
        for (int i = 0; i < q.length; i++) q[i] = (byte) ((i / width + i % width) % 2 == 0 ? a : b);
        return q;
    }

    private static byte[] plateaus(int height, int width, int[] values) {
        var q = new byte[height * width];
        for (int i = 0; i < q.length; i++) q[i] = (byte) values[i / width / 3 * ((width + 2) / 3) + i % width / 3];
        return q;
    }

    private static byte[] bytes(int[] values, int times) {
        var q = new byte[values.length];
        for (int i = 0; i < q.length; i++) q[i] = (byte) (values[i] * times);
        return q;
    }

    @Provide
    Arbitrary<Tuple2<Integer, double[]>> rawMaps() {
        var scores = Arbitraries.frequencyOf(
                Tuple.of(60, Arbitraries.doubles().between(-1e6, 1e6)),
                Tuple.of(60, Arbitraries.of(0.0, -0.0, 1.0, 0.5)),
                Tuple.of(1, Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)));
        return sizes().flatMap(size ->
                scores.array(double[].class).ofSize(size[0] * size[1]).map(v -> Tuple.of(size[1], v)));
    }
}

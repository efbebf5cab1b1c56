package dev.wsol.infra.cli.bench;

import dev.wsol.evaluator.metric.BoxSearch;
import dev.wsol.evaluator.metric.LevelFit;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.map.MapException;
import dev.wsol.vision.map.Npy;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMap;
import dev.wsol.vision.map.Thresholds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol bench maps}: score maps to boxes at every threshold, and their fit to a centred box. */
@Command(
        name = "maps",
        description = "Time the way from score maps to boxes at every threshold and their IoU with one true box.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol bench maps --maps maps.npy --contours largest --step 0.01 --json",
            "  wsol bench maps --maps maps.npy.gz --contours all --step 0.001 --threads 2"
        })
final class BenchMaps implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--maps",
            paramLabel = "FILE",
            required = true,
            description = "NumPy file (.npy, .npy.gz) of maps (N,H,W): bytes, or floats that are normalised each time.")
    private Path file;

    @Option(
            names = "--contours",
            paramLabel = "WHICH",
            defaultValue = "largest",
            description = "largest | all (largest).")
    private String contours;

    @Option(names = "--step", paramLabel = "S", defaultValue = "0.01", description = "Threshold distance (0.01).")
    private double step;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Threads (${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "3", description = "Least measuring time (3).")
    private double seconds;

    @Option(names = "--json", description = "Answer with one JSON object on standard output.")
    private boolean json;

    private Npy maps;
    private boolean bytes;

    BenchMaps(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        open();
        var which = which();
        var thresholds = thresholds();
        pass(which, thresholds); // the compiler needs to see the code first
        long start = System.nanoTime();
        int passes = 0;
        long hits = 0;
        do {
            hits = pass(which, thresholds);
            passes++;
        } while (System.nanoTime() - start < seconds * 1e9);
        print((System.nanoTime() - start) / 1e6 / passes / count(), passes, thresholds.size(), hits);
        return Exit.OK;
    }

    private void open() {
        if (threads < 1) throw new CommandFailed(Exit.USAGE, "--threads must be at least 1");
        try {
            maps = Npy.read(file);
        } catch (MapException e) {
            throw new CommandFailed(Exit.USAGE, "--maps: " + e.getMessage(), e);
        }
        if (maps.shape().length != 3 || maps.count() == 0)
            throw new CommandFailed(Exit.USAGE, "--maps " + file + " must hold an array of shape (N,H,W)");
        bytes = maps.type() == Npy.Type.U1;
    }

    private BoxSearch.Contours which() {
        return switch (contours) {
            case "largest" -> BoxSearch.Contours.LARGEST;
            case "all" -> BoxSearch.Contours.ALL;
            default -> throw new CommandFailed(Exit.USAGE, "--contours '" + contours + "' is none of: largest, all");
        };
    }

    private Thresholds thresholds() {
        try {
            return Thresholds.every(step);
        } catch (MapException e) {
            throw new CommandFailed(Exit.USAGE, "--step: " + e.getMessage(), e);
        }
    }

    private int count() {
        return maps.shape()[0];
    }

    /** All maps once; answers with the (map, threshold) pairs whose box fits at IoU 0.5, so that nothing is optimised away. */
    private long pass(BoxSearch.Contours which, Thresholds thresholds) throws InterruptedException, ExecutionException {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> parts = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t;
                parts.add(pool.submit(() -> part(first, which, thresholds)));
            }
            long hits = 0;
            for (var part : parts) hits += part.get();
            return hits;
        } finally {
            pool.shutdownNow();
        }
    }

    private long part(int first, BoxSearch.Contours which, Thresholds thresholds) {
        int height = maps.shape()[1];
        int width = maps.shape()[2];
        var search = BoxSearch.of(which, BoxSearch.Ends.CLIPPED);
        var fit = new LevelFit();
        var truth = List.of(new PixelBox(width / 4, height / 4, 3 * width / 4, 3 * height / 4));
        return IntStream.iterate(first, i -> i < count(), i -> i + threads)
                .mapToLong(i -> hits(fit, search, image(i, height, width), truth, thresholds))
                .sum();
    }

    private ScoreImage image(int i, int height, int width) {
        int size = height * width;
        if (bytes) return new ScoreImage(height, width, maps.bytes(i * size, size));
        var map = new ScoreMap(height, width, maps.doubles(i * size, size));
        map.normalise();
        return map.quantise();
    }

    private static long hits(
            LevelFit fit, BoxSearch search, ScoreImage image, List<PixelBox> truth, Thresholds thresholds) {
        fit.measure(search, image, truth);
        return IntStream.range(0, thresholds.size())
                .filter(t -> fit.iou(Math.min(thresholds.level(t, fit.peak()), fit.levels() - 1)) >= 0.5)
                .count();
    }

    private void print(double millis, int passes, int thresholds, long hits) {
        var shape = maps.shape();
        var out = Json.object()
                .put("bench", "maps")
                .put("maps", count())
                .put("height", shape[1])
                .put("width", shape[2])
                .put("contours", contours)
                .put("step", step)
                .put("thresholds", thresholds)
                .put("threads", threads)
                .put("passes", passes)
                .put("hits50", hits)
                .put("millisPerMap", millis)
                .put("mapsPerSecond", 1000 / millis);
        out.set("machine", Machine.facts());
        shell.out()
                .println(
                        json
                                ? Json.pretty(out)
                                : String.format(
                                        Locale.ROOT,
                                        "%d maps of %dx%d, %s contours, %d thresholds: %.3f ms a map on %d threads",
                                        count(),
                                        shape[1],
                                        shape[2],
                                        contours,
                                        thresholds,
                                        millis,
                                        threads));
    }
}

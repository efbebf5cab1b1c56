package dev.wsol.infra.cli.bench;

import dev.wsol.evaluator.metric.BoxSearch;
import dev.wsol.evaluator.metric.Grid;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.map.MapException;
import dev.wsol.vision.map.Thresholds;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol bench maps}: score maps to boxes at every threshold, and their fit to a centred box. */
@Command(
        name = "maps",
        description = "Time the way from score maps to boxes at every threshold and their IoU with one true box.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol bench maps --maps maps.npy --contours largest --step 0.01 --json",
            "  wsol bench maps --noise 50 --contours all --step 0.001 --threads 2"
        })
final class BenchMaps implements Callable<Integer> {
    private final Shell shell;

    @ArgGroup(multiplicity = "1")
    private Maps source;

    /** Where the maps come from. */
    private static final class Maps {
        @Option(
                names = "--maps",
                paramLabel = "FILE",
                description = "NumPy file (.npy, .npy.gz) of maps (..., H, W): bytes, or floats, which are normalised"
                        + " and quantised before the clock starts.")
        private Path file;

        @Option(names = "--noise", paramLabel = "N", description = "N maps of white noise, 224 x 224.")
        private Integer noise;

        @Option(
                names = "--workload",
                paramLabel = "DIR",
                description = "200 maps as networks make them, from the evaluation folder of the golden vectors.")
        private Path reference;
    }

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

    BenchMaps(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        if (threads < 1) throw new CommandFailed(Exit.USAGE, "--threads must be at least 1");
        var grid = new Grid(thresholds(), which(), BoxSearch.Ends.CLIPPED, List.of(30, 50, 70), 0, false);
        var maps = workload();
        try (var timer = new MapTimer(maps.images(), grid, threads)) {
            // the compiler needs to see the code first
            for (long start = System.nanoTime(); System.nanoTime() - start < seconds * 1e9 / 2; ) timer.pass();
            long start = System.nanoTime();
            int passes = 0;
            long bytes;
            do {
                bytes = timer.pass();
                passes++;
            } while (System.nanoTime() - start < seconds * 1e9);
            double millis =
                    (System.nanoTime() - start) / 1e6 / passes / maps.images().size();
            print(
                    maps,
                    millis,
                    passes,
                    grid.thresholds().size(),
                    bytes / (double) maps.images().size(),
                    timer);
        }
        return Exit.OK;
    }

    private MapWorkload workload() {
        if (source.file != null) return MapWorkload.ofFile(source.file);
        return source.noise != null ? MapWorkload.ofNoise(source.noise) : MapWorkload.ofReference(source.reference);
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

    private void print(MapWorkload maps, double millis, int passes, int thresholds, double bytes, MapTimer timer)
            throws Exception {
        var first = maps.images().get(0);
        var out = Json.object()
                .put("bench", "maps")
                .put("workload", maps.name())
                .put("maps", maps.images().size())
                .put("height", first.height())
                .put("width", first.width())
                .put("contours", contours)
                .put("step", step)
                .put("thresholds", thresholds)
                .put("threads", threads)
                .put("passes", passes)
                .put("millisPerMap", millis)
                .put("mapsPerSecond", 1000 / millis)
                .put("bytesAllocatedPerMap", bytes);
        if (threads > 1) out.put("arithmeticScaling", timer.arithmeticScaling());
        out.set("machine", Machine.facts());
        var line = String.format(
                Locale.ROOT,
                "%d maps of %dx%d, %s contours, %d thresholds: %.3f ms a map on %d threads",
                maps.images().size(),
                first.height(),
                first.width(),
                contours,
                thresholds,
                millis,
                threads);
        shell.out().println(json ? Json.pretty(out) : line);
    }
}

package dev.wsol.infra.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol bench input}: files to pixels as in the first epoch, and cached pixels to batches as in all epochs. */
@Command(
        name = "input",
        description =
                "Time images: decoding and resizing once, then cropping, mirroring and normalising in every epoch.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol bench input --threads 1 --json", "  wsol bench input --images /data/CUB_200_2011/images"})
final class BenchInput implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "JPEG and PNG files below this folder, at most 500. Default: 64 drawn JPEGs of 500 x 375.")
    private Path folder;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Threads (${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "16",
            description = "Images a batch (${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5", description = "Least time of each part (5).")
    private double seconds;

    @Option(names = "--json", description = "Answer with one JSON object on standard output.")
    private boolean json;

    BenchInput(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (threads < 1 || batch < 1 || !(seconds > 0))
            throw new CommandFailed(Exit.USAGE, "--threads and --batch must be at least 1, --seconds above 0");
        try (var files = folder == null ? JpegFiles.drawn() : JpegFiles.below(folder)) {
            if (files.paths().size() < batch)
                throw new CommandFailed(
                        Exit.USAGE,
                        "a batch of " + batch + " needs as many images, there are "
                                + files.paths().size());
            var timer = new InputTimer(files.paths(), threads, seconds);
            double decoded = timer.decodedPerSecond();
            double cached = timer.cachedPerSecond(batch);
            print(files, decoded, cached);
        }
        return Exit.OK;
    }

    private void print(JpegFiles files, double decoded, double cached) {
        ObjectNode out = Json.object()
                .put("bench", "input")
                .put("images", files.paths().size())
                .put("meanFileBytes", files.meanBytes())
                .put("threads", threads)
                .put("batch", batch)
                .put("decodedPerSecond", decoded)
                .put("decodedPerSecondPerThread", decoded / threads)
                .put("cachedPerSecond", cached)
                .put("cachedPerSecondPerThread", cached / threads);
        out.set("machine", Machine.facts());
        var line = String.format(
                Locale.ROOT,
                "%d images of %.0f KB on %d threads: decoded and resized %.0f/s, from the cache into batches %.0f/s",
                files.paths().size(),
                files.meanBytes() / 1e3,
                threads,
                decoded,
                cached);
        shell.out().println(json ? Json.pretty(out) : line);
    }
}

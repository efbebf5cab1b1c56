package dev.wsol.infra.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wsol bench train}: batches, forward, loss, backward and AdamW, on pictures of noise. */
@Command(
        name = "train",
        description = "Time training steps (batch, forward, loss, backward, AdamW) on random pictures.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol bench train --arch deit_scm_small --batch 16 --steps 20 --threads 2 --json",
            "  wsol bench train --arch deit_scm_small --precision bf16 --steps 1000 --json"
        })
final class BenchTrain implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final ComputeOptions options = new ComputeOptions();

    BenchTrain(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        options.check();
        var timer = TrainTimer.run(options);
        var out = described(timer);
        shell.out().println(options.json() ? Json.pretty(out) : line(out));
        return Exit.OK;
    }

    private ObjectNode described(TrainTimer timer) {
        var out = options.described("train", timer.seconds());
        out.put("waitShare", timer.waitShare()).put("optimizerShare", timer.optimizerShare());
        putOrNull(out, "scmShare", timer.scmShare());
        putOrNull(out, "residentMegabytes", Resident.peak());
        putOrNull(out, "residentMegabytesSettled", timer.settledMegabytes());
        putOrNull(out, "residentMegabytesAtEnd", Resident.now());
        out.set("machine", options.machine());
        return out;
    }

    private static void putOrNull(ObjectNode out, String name, OptionalDouble value) {
        if (value.isPresent()) out.put(name, value.getAsDouble());
        else out.putNull(name);
    }

    private static String line(ObjectNode out) {
        return String.format(
                Locale.ROOT,
                "%s batch %d on %s, %s: %.1f images/s, %.4f s a step; optimizer %.1f %%, layers %s, waiting %.1f %%, %s",
                out.path("arch").asText(),
                out.path("batch").asInt(),
                out.path("device").asText(),
                out.path("precision").asText(),
                out.path("imagesPerSecond").asDouble(),
                out.path("secondsPerStep").asDouble(),
                100 * out.path("optimizerShare").asDouble(),
                out.path("scmShare").isNull()
                        ? "unknown"
                        : String.format(
                                Locale.ROOT,
                                "%.1f %%",
                                100 * out.path("scmShare").asDouble()),
                100 * out.path("waitShare").asDouble(),
                out.path("residentMegabytes").isNull()
                        ? "memory unknown"
                        : Math.round(out.path("residentMegabytes").asDouble()) + " MB");
    }
}

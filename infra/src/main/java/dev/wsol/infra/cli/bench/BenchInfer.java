package dev.wsol.infra.cli.bench;

import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.model.Network;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wsol bench infer}: pixels to logits and the coupled map of the best class, on pictures of noise. */
@Command(
        name = "infer",
        description = "Time inference (logits, attention map, coupled map of the best class) on random pixels.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol bench infer --arch deit_scm_small --batch 16 --steps 20 --threads 2 --json",
            "  wsol bench infer --arch deit_scm_small --precision bf16"
        })
final class BenchInfer implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final ComputeOptions options = new ComputeOptions();

    BenchInfer(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        options.check();
        var out = options.described("infer", measure());
        Resident.peak().ifPresentOrElse(mb -> out.put("residentMegabytes", mb), () -> out.putNull("residentMegabytes"));
        out.set("machine", options.machine());
        var line = String.format(
                Locale.ROOT,
                "%s batch %d on %s, %s: %.1f images/s, best %.1f",
                out.path("arch").asText(),
                options.batch(),
                out.path("device").asText(),
                out.path("precision").asText(),
                out.path("imagesPerSecond").asDouble(),
                out.path("bestImagesPerSecond").asDouble());
        shell.out().println(options.json() ? Json.pretty(out) : line);
        return Exit.OK;
    }

    /** Seconds of every timed step. */
    private double[] measure() {
        var seconds = new double[options.steps()];
        var pixels = noise(options.batch());
        var config = options.config();
        try (var trained = Network.create(config, 0, options.device());
                var network = Network.seeing(config, trained.export(), options.device())) {
            for (int i = 0; i < options.warmup(); i++) see(network, pixels);
            for (int i = 0; i < seconds.length; i++) {
                long start = System.nanoTime();
                see(network, pixels);
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        return seconds;
    }

    /** What an evaluation takes of a batch: plain arrays of logits, and one map an image. */
    private void see(Network network, ByteBuffer pixels) {
        try (var seen = network.predict(pixels, options.batch(), options.precision())) {
            for (int i = 0; i < seen.images(); i++) seen.cam(i, best(seen.logits(i)));
        }
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) if (logits[c] > logits[best]) best = c;
        return best;
    }

    private static ByteBuffer noise(int batch) {
        var random = new Random(0);
        var buffer = Network.pixels(batch);
        var floats = buffer.asFloatBuffer();
        while (floats.hasRemaining()) floats.put((float) random.nextGaussian());
        return buffer;
    }
}

package dev.wsol.infra.cli.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Precision;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Devices;
import dev.wsol.vision.model.ModelConfig;
import java.util.Locale;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Option;

/** Which network is timed, on what and in which number format: common to training and inference. */
final class ComputeOptions {
    @Option(names = "--arch", paramLabel = "NAME", defaultValue = "scm", description = "Network (${DEFAULT-VALUE}).")
    private String arch;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "16", description = "Images a step (${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "20", description = "Timed steps (${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--warmup", paramLabel = "N", defaultValue = "3", description = "Steps before (${DEFAULT-VALUE}).")
    private int warmup;

    @Option(names = "--classes", paramLabel = "N", defaultValue = "200", description = "Classes (${DEFAULT-VALUE}).")
    private int classes;

    @Option(names = "--threads", paramLabel = "N", description = "Compute threads. Default: the engine's own choice.")
    private Integer threads;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "fp32",
            description = "fp32 | bf16 (${DEFAULT-VALUE}).")
    private String precision;

    @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto | cpu | cuda:N (auto).")
    private String device;

    @Option(names = "--json", description = "Answer with one JSON object on standard output.")
    private boolean json;

    /** Call it first: the engine reads the number of threads when it is loaded. */
    void check() {
        if (batch < 1 || steps < 1 || warmup < 0 || classes < 2 || threads != null && threads < 1)
            throw usage("--batch, --steps and --threads must be at least 1, --warmup at least 0, --classes at least 2");
        if (!precision.equals("fp32") && !precision.equals("bf16"))
            throw usage("--precision '" + precision + "' is not known here; known: fp32, bf16");
        if (threads != null) System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    }

    int batch() {
        return batch;
    }

    int steps() {
        return steps;
    }

    int warmup() {
        return warmup;
    }

    int classes() {
        return classes;
    }

    boolean json() {
        return json;
    }

    Precision precision() {
        return Precision.valueOf(precision.toUpperCase(Locale.ROOT));
    }

    ModelConfig config() {
        try {
            return Architectures.of(ModelSpec.named(arch), classes);
        } catch (BadSpec e) {
            throw usage("--" + e.getMessage());
        }
    }

    Device device() {
        try {
            return Devices.of(Devices.checked(device), 0);
        } catch (IllegalArgumentException e) {
            throw usage("--device '" + device + "': " + e.getMessage());
        }
    }

    /** What was measured, and how fast it went: the mean of all steps, and the best one, which a busy machine spoils least. */
    ObjectNode described(String bench, double[] seconds) {
        double mean = DoubleStream.of(seconds).average().orElseThrow();
        double best = DoubleStream.of(seconds).min().orElseThrow();
        return Json.object()
                .put("bench", bench)
                .put("arch", config().arch())
                .put("batch", batch)
                .put("steps", steps)
                .put("warmup", warmup)
                .put("classes", classes)
                .put("precision", precision)
                .put("device", Devices.name(device()))
                .put("secondsPerStep", mean)
                .put("imagesPerSecond", batch / mean)
                .put("bestImagesPerSecond", batch / best);
    }

    ObjectNode machine() {
        var engine = Engine.getInstance();
        return Machine.facts()
                .put("engine", engine.getEngineName() + " " + engine.getVersion())
                .put("djl", Engine.getDjlVersion())
                .put("threads", threads == null ? "default" : String.valueOf(threads));
    }

    private static CommandFailed usage(String message) {
        return new CommandFailed(Exit.USAGE, message);
    }
}

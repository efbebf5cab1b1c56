package dev.wsol.infra.cli.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Recipe;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Devices;
import dev.wsol.vision.model.DropPath;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import dev.wsol.vision.model.Training;
import dev.wsol.worker.train.Batch;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol bench train}: forward, loss, backward and AdamW on one random batch that is used again and again. */
@Command(
        name = "train",
        description = "Time training steps (forward, loss, backward, AdamW) on random pixels.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol bench train --arch deit_scm_small --batch 16 --steps 20 --threads 2 --json",
            "  wsol bench train --arch scm --batch 16 --steps 100"
        })
final class BenchTrain implements Callable<Integer> {
    private final Shell shell;

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

    BenchTrain(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        check();
        // Read by the engine when it is loaded, so it must stand before the first call into it.
        if (threads != null) System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        var config = config();
        var where = device();
        var recipe = Recipe.OFFICIAL.with(Precision.valueOf(precision.toUpperCase(Locale.ROOT)));
        try (var network = Network.create(config, 0, where);
                var training = network.train(recipe)) {
            print(measure(training, config), where);
        }
        return Exit.OK;
    }

    private void check() {
        if (batch < 1 || steps < 1 || warmup < 0 || classes < 2 || threads != null && threads < 1)
            throw usage("--batch, --steps and --threads must be at least 1, --warmup at least 0, --classes at least 2");
        if (!precision.equals("fp32") && !precision.equals("bf16"))
            throw usage("--precision '" + precision + "' is not known here; known: fp32, bf16");
    }

    private ModelConfig config() {
        try {
            return Architectures.of(ModelSpec.named(arch), classes);
        } catch (BadSpec e) {
            throw usage("--" + e.getMessage());
        }
    }

    private Device device() {
        try {
            return Devices.of(Devices.checked(device), 0);
        } catch (IllegalArgumentException e) {
            throw usage("--device '" + device + "': " + e.getMessage());
        }
    }

    /** Seconds of a step. A step answers with the loss of the one before it, so the engine is never more than one ahead. */
    private double measure(Training training, ModelConfig config) {
        var pixels = pixels(new Random(0));
        var drop = DropPath.masks(config, batch, 0);
        for (int i = 0; i < warmup; i++) training.step(pixels.pixels(), pixels.labels(), 1e-5, drop);
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) training.step(pixels.pixels(), pixels.labels(), 1e-5, drop);
        return (System.nanoTime() - start) / 1e9 / steps;
    }

    private Batch pixels(Random random) {
        var buffer = Network.pixels(batch);
        var floats = buffer.asFloatBuffer();
        while (floats.hasRemaining()) floats.put((float) random.nextGaussian());
        var labels = random.ints(batch, 0, classes).toArray();
        return new Batch(buffer, labels);
    }

    private void print(double seconds, Device where) {
        ObjectNode out = Json.object()
                .put("bench", "train")
                .put("arch", ModelSpec.named(arch).arch())
                .put("batch", batch)
                .put("steps", steps)
                .put("warmup", warmup)
                .put("classes", classes)
                .put("precision", precision)
                .put("device", where.toString())
                .put("secondsPerStep", seconds)
                .put("imagesPerSecond", batch / seconds);
        var engine = Engine.getInstance();
        out.set(
                "machine",
                Machine.facts()
                        .put("engine", engine.getEngineName() + " " + engine.getVersion())
                        .put("djl", Engine.getDjlVersion())
                        .put("threads", threads == null ? "default" : String.valueOf(threads)));
        shell.out()
                .println(
                        json
                                ? Json.pretty(out)
                                : String.format(
                                        Locale.ROOT,
                                        "%s batch %d on %s: %.1f images/s, %.4f s a step",
                                        out.path("arch").asText(),
                                        batch,
                                        where,
                                        batch / seconds,
                                        seconds));
    }

    private static CommandFailed usage(String message) {
        return new CommandFailed(Exit.USAGE, message);
    }
}

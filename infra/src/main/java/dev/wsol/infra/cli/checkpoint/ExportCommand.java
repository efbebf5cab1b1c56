package dev.wsol.infra.cli.checkpoint;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.checkpoint.Pth;
import dev.wsol.vision.checkpoint.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol checkpoint export}. */
@Command(
        name = "export",
        description =
                "Hand a checkpoint to other programs: the official .pth, safetensors, or a folder for a model hub.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol checkpoint export s3://wsol/jobs/my-run/e1/checkpoints/0004 --format pth --out model_best.pth",
            "  wsol checkpoint export ./published --format hub --result result.json --out ./deit-scm-cub"
        })
final class ExportCommand implements Callable<Integer> {
    private final Shell shell;

    /** What other programs read. */
    enum Format {
        PTH,
        SAFETENSORS,
        HUB
    }

    @Parameters(paramLabel = "SRC", description = "Checkpoint folder, file, or s3:// address.")
    private String source;

    @Option(
            names = "--format",
            paramLabel = "F",
            required = true,
            description =
                    "pth: {epoch, state_dict, best_map} as the official program saves it; safetensors: the weights;"
                            + " hub: model.safetensors, config.json and README.md.")
    private String format;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "File; for hub a folder.")
    private Path out;

    @Option(
            names = "--result",
            paramLabel = "FILE",
            description = "result.json of an evaluation of this checkpoint, for the model card. May be repeated.")
    private List<Path> results = List.of();

    @Mixin
    private NetworkOptions network;

    ExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var wanted = format();
        var from = Source.open(source, shell);
        switch (wanted) {
            case PTH ->
                Pth.trained(from.epoch(), from.file().tensors(), from.bestMap().orElse(0.0))
                        .write(out);
            case SAFETENSORS -> weights(from).write(out);
            case HUB -> hub(from);
        }
        shell.out().println(out);
        return Exit.OK;
    }

    private Format format() {
        for (var known : Format.values())
            if (known.name().toLowerCase(Locale.ROOT).equals(format)) return known;
        throw new CommandFailed(Exit.USAGE, "--format '" + format + "' is none of: pth, safetensors, hub");
    }

    private static Safetensors weights(Source from) {
        return new Safetensors(from.file().tensors(), Map.of("format", "pt"));
    }

    private void hub(Source from) throws IOException {
        var wanted = network.over(from.architecture());
        var scores = Scores.read(results, from.file().digest().sha256());
        Files.createDirectories(out);
        weights(from).write(out.resolve("model.safetensors"));
        Files.writeString(out.resolve("config.json"), HubConfig.of(wanted).toPrettyString() + "\n");
        Files.writeString(out.resolve("README.md"), ModelCard.of(from, wanted, scores));
    }
}

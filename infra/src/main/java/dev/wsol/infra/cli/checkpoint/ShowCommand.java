package dev.wsol.infra.cli.checkpoint;

import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.checkpoint.Printable;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.ArchitectureGuess;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol checkpoint show}. */
@Command(
        name = "show",
        description =
                "Show what a checkpoint holds: entries, digest, and which network it belongs to. Nothing in it is run.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol checkpoint show model_best.pth",
            "  wsol checkpoint show s3://wsol/jobs/my-run/e1/checkpoints/0004 --json"
        })
final class ShowCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = ".pth, .safetensors, a checkpoint folder, or an s3:// address.")
    private String file;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    ShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var source = Source.open(file, shell);
        if (json) shell.out().println(Json.pretty(tree(source)));
        else text(source);
        return Exit.OK;
    }

    private void text(Source source) {
        var weights = source.file();
        var out = shell.out();
        out.println(Printable.of(source.name()));
        line("form", weights.form());
        line("sha256", weights.digest().sha256());
        line("bytes", weights.digest().bytes());
        line("entries", weights.tensors().size());
        line("numbers", String.format(Locale.ROOT, "%,d", numbers(source)));
        line("network", network(source));
        weights.facts().forEach(this::line);
        source.about().forEach((name, value) -> line(Printable.of(name), Printable.of(value)));
        out.println();
        int width = weights.tensors().keySet().stream()
                .mapToInt(name -> Printable.of(name).length())
                .max()
                .orElse(0);
        weights.tensors()
                .forEach((name, t) -> out.println("  " + padded(Printable.of(name), width) + "  "
                        + padded(t.type().name(), 4) + "  " + shape(t)));
    }

    private void line(String name, Object value) {
        shell.out().println("  " + padded(name, 12) + value);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String shape(Tensor tensor) {
        return Arrays.stream(tensor.shape()).mapToObj(Long::toString).collect(Collectors.joining(" x ", "[", "]"));
    }

    private static long numbers(Source source) {
        return source.file().tensors().values().stream()
                .mapToLong(Tensor::count)
                .sum();
    }

    private static String network(Source source) {
        return source.architecture()
                .map(ShowCommand::network)
                .orElse("no localization network; pretrained classifiers are taken in with: wsol checkpoint import"
                        + " --pretrained --arch NAME --classes N");
    }

    private static String network(ArchitectureGuess guess) {
        var m = guess.model();
        return m.arch() + ", " + guess.classes() + " classes"
                + (m.width() == 0 ? "" : ", width " + m.width())
                + (m.depth() == 0 ? "" : ", depth " + m.depth())
                + (m.heads() == 0 ? "" : ", heads " + m.heads())
                + (guess.certain() ? "" : " (the number of heads leaves no trace: say it with --heads)");
    }

    private static com.fasterxml.jackson.databind.JsonNode tree(Source source) {
        var weights = source.file();
        var root = Json.object()
                .put("name", source.name())
                .put("form", weights.form().name().toLowerCase(Locale.ROOT))
                .put("sha256", weights.digest().sha256())
                .put("bytes", weights.digest().bytes())
                .put("numbers", numbers(source));
        source.architecture().ifPresent(guess -> root.putObject("network")
                .put("arch", guess.model().arch())
                .put("width", guess.model().width())
                .put("depth", guess.model().depth())
                .put("heads", guess.model().heads())
                .put("classes", guess.classes())
                .put("certain", guess.certain()));
        var facts = root.putObject("facts");
        weights.facts().forEach(facts::put);
        root.putPOJO("about", source.about());
        var entries = root.putArray("entries");
        weights.tensors().forEach((name, tensor) -> {
            var entry = entries.addObject()
                    .put("name", name)
                    .put("type", tensor.type().name());
            var shape = entry.putArray("shape");
            for (long length : tensor.shape()) shape.add(length);
        });
        return root;
    }
}

package dev.wsol.infra.cli.checkpoint;

import dev.wsol.vision.checkpoint.Printable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code README.md} of a hub folder. Every score stands beside the protocol it was obtained under. */
final class ModelCard {
    private ModelCard() {}

    static String of(Source source, NetworkOptions.Wanted wanted, List<Scores> scores) {
        return header(wanted, scores) + body(source, wanted) + table(source, scores) + USE;
    }

    private static String header(NetworkOptions.Wanted wanted, List<Scores> scores) {
        var out = new StringBuilder("""
                ---
                library_name: wsol
                tags:
                - weakly-supervised-object-localization
                - object-localization
                - %s
                """.formatted(wanted.model().arch()));
        if (!scores.isEmpty()) {
            out.append("model-index:\n- name: ").append(wanted.model().arch()).append("\n  results:\n");
            scores.forEach(s -> out.append(result(s)));
        }
        return out.append("---\n\n").toString();
    }

    private static String result(Scores s) {
        var metrics = s.metrics().entrySet().stream()
                .map(m -> "    - type: " + m.getKey() + "\n      name: "
                        + quoted(m.getKey() + " (protocol " + s.protocol() + ")") + "\n      value: "
                        + percent(m.getValue()) + "\n")
                .collect(Collectors.joining());
        return "  - task:\n      type: object-detection\n      name: Weakly supervised object localization\n"
                + "    dataset:\n      type: " + quoted(s.dataset()) + "\n      name: " + quoted(s.dataset()) + "\n"
                + "    metrics:\n" + metrics;
    }

    private static String quoted(String text) {
        return "\"" + Printable.of(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String body(Source source, NetworkOptions.Wanted wanted) {
        var m = wanted.model();
        return "# " + m.arch() + "\n\n"
                + "Weights of a network that finds objects after training on image labels alone: " + wanted.classes()
                + " classes, input 224 x 224.\n\n"
                + "| | |\n|---|---|\n"
                + "| entries | " + source.file().tensors().size() + " |\n"
                + "| SHA-256 of the checkpoint | `" + source.file().digest().sha256() + "` |\n"
                + (source.epoch() == 0 ? "" : "| epochs | " + source.epoch() + " |\n") + "\n";
    }

    private static String table(Source source, List<Scores> scores) {
        var out = new StringBuilder("## Scores\n\n");
        source.bestMap().ifPresent(best -> out.append("The training program noted a best GT-Known of ")
                .append(percent(best))
                .append(" %. It boxes the map of the predicted class at the threshold that is best on the test images,"
                        + " and chose the epoch on them too (protocol `scm`, figure `maxBoxAcc50`).\n\n"));
        if (scores.isEmpty())
            return out.append("No evaluation came with these weights.\n\n").toString();
        for (var s : scores) {
            out.append("Protocol `%s`, %s, %d images:\n\n| metric | percent |\n|---|---|\n"
                    .formatted(Printable.of(s.protocol()), Printable.of(s.dataset()), s.images()));
            s.metrics()
                    .forEach(
                            (name, value) -> out.append("| %s | %s |\n".formatted(Printable.of(name), percent(value))));
            out.append('\n');
        }
        return out.toString();
    }

    private static final String USE = """
            ## Use

            `config.json` says how the network is built and how images are prepared. With wsol:

            ```sh
            wsol checkpoint import model.safetensors --out s3://wsol/imported/this-one
            ```

            In Python, for the official program:

            ```sh
            wsol checkpoint export model.safetensors --format pth --out model_best.pth
            ```
            """;
}

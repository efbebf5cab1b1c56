package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol results tail}. */
@Command(
        name = "tail",
        description =
                "Results from now on, one a line, until Ctrl-C. Asks the coordinator, so that no access to Kafka is needed.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol results tail --json", "  wsol results tail --json --from-beginning | jq .metrics.top1Loc"})
final class ResultsTailCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--from-beginning", description = "All results that there ever were, first.")
    private boolean fromBeginning;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many results.")
    private int limit;

    @Mixin
    private Reach reach;

    ResultsTailCommand(Shell shell) {
        this.shell = shell;
    }

    private int seen;

    @Override
    public Integer call() {
        var api = reach.api(shell);
        try (var follow = new Follow(api, shell.display(), this::take)) {
            follow.all(fromBeginning ? "beginning" : "now", this::enough, () -> {});
        }
        return Exit.OK;
    }

    private boolean enough() {
        return limit > 0 && seen >= limit;
    }

    private void take(JsonNode event) {
        if (enough() || !event.path("type").asText().equals("Scored")) return;
        seen++;
        var result = (ObjectNode) event.path("result");
        result.set("job", event.path("job"));
        result.set("at", event.path("at"));
        shell.line(reach.json ? result : line(result));
    }

    private static String line(JsonNode r) {
        var metrics = r.path("metrics");
        var out = new StringBuilder();
        metrics.fieldNames().forEachRemaining(name -> {
            if (!name.startsWith("validation"))
                out.append("  ").append(name).append(' ').append(Words.percent(metrics.path(name)));
        });
        return Table.printable(r.path("at").asText() + "  " + r.path("job").asText() + "  "
                + r.path("protocol").asText() + " on " + r.path("dataset").asText() + out);
    }
}

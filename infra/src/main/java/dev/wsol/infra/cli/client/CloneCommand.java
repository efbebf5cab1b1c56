package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol clone}. */
@Command(
        name = "clone",
        description = "Submit a copy of a job under another id, with some of its settings changed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol clone my-run",
            "  wsol clone my-run --id longer --set recipe.epochs=60 --set recipe.learningRate=1e-4"
        })
final class CloneCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "ID", description = "Job.")
    private String job;

    @Option(names = "--id", paramLabel = "ID", description = "Name of the copy. Default: the old one with -clone.")
    private String id;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "Field of the job as 'wsol show --json' names it under spec; may be repeated.")
    private List<String> changes = List.of();

    @Mixin
    private Reach reach;

    CloneCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var body = new Tree(Json.object()).put("id", id).root();
        body.put("by", Owner.of(shell.env()));
        if (!changes.isEmpty()) {
            var tree = body.putObject("changes");
            changes.forEach(c -> set(tree, c));
        }
        var made = reach.api(shell).post("/v1/jobs/" + Api.escape(job) + "/clone", body);
        shell.out().println(reach.json ? Json.pretty(made) : JobText.line(made));
        return Exit.OK;
    }

    private static void set(ObjectNode tree, String change) {
        int at = change.indexOf('=');
        if (at < 1)
            throw new CommandFailed(
                    Exit.USAGE, "--set '" + change + "': expected FIELD=VALUE, for example recipe.epochs=60");
        var path = change.substring(0, at).split("\\.");
        var below = tree;
        for (int n = 0; n < path.length - 1; n++) below = below.withObjectProperty(path[n]);
        below.set(path[path.length - 1], value(change.substring(at + 1)));
    }

    /** JSON where it is JSON, else text. */
    private static JsonNode value(String text) {
        try {
            var read = Json.read(text);
            return read == null || read.isMissingNode() ? TextNode.valueOf(text) : read;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}

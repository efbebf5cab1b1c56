package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol compare}. */
@Command(
        name = "compare",
        description = {
            "Compare two results metric by metric. Each is an evaluate job, a train job (its last epoch), a checkpoint (URI"
                    + " or first digits of its sha256), or a result.json file.",
            "Results of different protocols or data are refused, with the choices that differ."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol compare my-sweep-t001 my-sweep-t002 --protocol deployed",
            "  wsol compare old/result.json new/result.json --json"
        })
final class CompareCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "A", description = "One result.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "The other; differences are B minus A.")
    private String second;

    @Option(names = "--protocol", paramLabel = "NAME", description = "Only results under this protocol.")
    private String protocol;

    @Mixin
    private Reach reach;

    private JsonNode boards;

    CompareCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var pairs = Comparison.of(results(first), results(second));
        var out = Json.object();
        var list = out.putArray("comparisons");
        pairs.forEach(p -> list.add(p.json()));
        shell.out().println(reach.json ? Json.pretty(out) : Comparison.text(pairs));
        return Exit.OK;
    }

    /** Fetched once for both. */
    private JsonNode boards() {
        var wanted = protocol == null ? Map.<String, String>of() : Map.of("protocol", protocol);
        if (boards == null) boards = Pages.boards(reach.api(shell), wanted, Integer.MAX_VALUE);
        return boards;
    }

    private List<Scored> results(String name) {
        var found = new ArrayList<Scored>();
        boolean isFile = name.endsWith(".json") && Files.exists(Path.of(name));
        var all = isFile ? Scored.ofFile(Path.of(name)) : Scored.ofBoards(boards(), name);
        for (var c : all) if (protocol == null || protocol.equals(c.protocol())) found.add(c);
        if (all.isEmpty() && isFile)
            throw new CommandFailed(Exit.USAGE, name + " holds no result: give the result.json of an evaluation");
        if (found.isEmpty())
            throw new CommandFailed(
                    Exit.NOT_FOUND,
                    "no result is known of '" + name + "'" + (protocol == null ? "" : " under " + protocol)
                            + "; see 'wsol board' for jobs and checkpoints that have some");
        return found;
    }
}

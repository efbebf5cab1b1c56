package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.HashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol board}. */
@Command(
        name = "board",
        description = "Leaderboards: one for each protocol and data set, never mixed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol board",
            "  wsol board --sweep my-sweep",
            "  wsol board --protocol deployed --history",
            "  wsol board --dataset creatures --protocol deployed --json"
        })
final class BoardCommand implements Callable<Integer> {
    private static final int IN_A_TABLE = 40;
    private final Shell shell;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "Only this data set: its name, or the first digits of its digest.")
    private String dataset;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description = "Only this protocol: its name, or the first digits of its digest.")
    private String protocol;

    @Option(names = "--sweep", paramLabel = "ID", description = "Only checkpoints of this sweep.")
    private String sweep;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Most rows of each; otherwise 40 in a table, and all with --json.")
    private Integer rows;

    @Option(names = "--history", description = "Also every result that was the best one when it came.")
    private boolean history;

    @Mixin
    private Reach reach;

    BoardCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var query = new HashMap<String, String>();
        query.put("dataset", dataset);
        query.put("protocol", protocol);
        query.put("sweep", sweep);
        query.put("history", history ? "true" : null);
        if (rows != null && rows < 1) throw new CommandFailed(Exit.USAGE, "--rows must be at least 1");
        int most = rows != null ? rows : reach.json ? Integer.MAX_VALUE : IN_A_TABLE;
        var answer = Pages.boards(reach.api(shell), query, most);
        shell.out().println(reach.json ? Json.pretty(answer) : BoardText.ofAnswer(answer, most));
        if (history && !reach.json)
            answer.path("boards").forEach(b -> shell.out().println(HistoryText.of(b)));
        return Exit.OK;
    }
}

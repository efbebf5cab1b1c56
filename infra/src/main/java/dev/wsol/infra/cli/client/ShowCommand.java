package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wsol show}. */
@Command(
        name = "show",
        description = "Show one job: what it is, how far it is, its checkpoints and results.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol show my-run", "  wsol show my-run --json"})
final class ShowCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "ID", description = "Job.")
    private String id;

    @Mixin
    private Reach reach;

    ShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var job = reach.api(shell).job(id);
        shell.out().println(reach.json ? Json.pretty(job) : JobText.details(job));
        return Exit.OK;
    }
}

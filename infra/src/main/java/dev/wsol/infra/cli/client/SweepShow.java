package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wsol sweep show}. */
@Command(
        name = "show",
        description = "Show a sweep: trials, rungs, the best so far, what is used up.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol sweep show night-1", "  wsol sweep show night-1 --json"})
final class SweepShow implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "ID", description = "Sweep.")
    private String id;

    @Mixin
    private Reach reach;

    SweepShow(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var api = reach.api(shell);
        var job = api.job(id);
        boolean search = job.path("spec").has("search");
        var sweep = search ? api.get("/v1/sweeps/" + Api.escape(id)) : job;
        if (reach.json) shell.out().println(Json.pretty(sweep));
        else shell.out().println(search ? SweepText.of(sweep) : JobText.details(sweep));
        return Exit.OK;
    }
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol benchmark show}. */
@Command(
        name = "show",
        description = "One rule, the evaluations that it made, the newest first, and what got worse.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol benchmark show nightly", "  wsol benchmark show nightly --all --json"})
final class BenchmarkShowCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "Rule.")
    private String name;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many evaluations (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--all", description = "All of them, however many there are.")
    private boolean all;

    @Mixin
    private Reach reach;

    BenchmarkShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (limit < 1) throw new CommandFailed(Exit.USAGE, "--limit must be at least 1");
        var rule = Pages.benchmark(reach.api(shell), name, all ? Integer.MAX_VALUE : limit);
        shell.out().println(reach.json ? Json.pretty(rule) : BenchmarkText.full(rule));
        return Exit.OK;
    }
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wsol benchmark show}. */
@Command(name = "show", description = "One rule, the evaluations that it made, and what got worse.")
final class BenchmarkShowCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "Rule.")
    private String name;

    @Mixin
    private Reach reach;

    BenchmarkShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var rule = reach.api(shell).get("/v1/benchmarks/" + Api.escape(name));
        shell.out().println(reach.json ? Json.pretty(rule) : BenchmarkText.full(rule));
        return Exit.OK;
    }
}

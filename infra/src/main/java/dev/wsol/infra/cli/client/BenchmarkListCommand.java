package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wsol benchmark list}. */
@Command(name = "list", description = "All rules.")
final class BenchmarkListCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private Reach reach;

    BenchmarkListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var answer = reach.api(shell).get("/v1/benchmarks");
        if (reach.json) shell.out().println(Json.pretty(answer));
        else answer.path("benchmarks").forEach(b -> shell.out().println(BenchmarkText.line(b)));
        return Exit.OK;
    }
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wsol benchmark delete}. */
@Command(name = "delete", description = "End rules. Evaluations under way go on, results stay.")
final class BenchmarkDeleteCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Rules.")
    private List<String> names;

    @Mixin
    private Reach reach;

    BenchmarkDeleteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        for (var name : names) {
            var answer = reach.api(shell).delete("/v1/benchmarks/" + Api.escape(name));
            shell.out().println(reach.json ? Json.pretty(answer) : "deleted " + name);
        }
        return Exit.OK;
    }
}

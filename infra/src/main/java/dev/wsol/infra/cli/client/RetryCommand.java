package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wsol retry}. */
@Command(
        name = "retry",
        description = "Try failed and cancelled jobs again, each from its last checkpoint.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol retry my-run", "  wsol retry --state failed --sweep my-sweep"})
final class RetryCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private Meant meant;

    RetryCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return meant.each("retry", Json.object(), shell);
    }
}

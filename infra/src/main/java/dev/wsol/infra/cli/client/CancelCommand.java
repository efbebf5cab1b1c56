package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol cancel}. */
@Command(
        name = "cancel",
        description = "Cancel jobs, with all that was made for them. A job that has ended stays as it is.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol cancel my-sweep",
            "  wsol cancel a b --reason 'wrong data'",
            "  wsol cancel --state queued --owner alice"
        })
final class CancelCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
    private String reason;

    @Mixin
    private Meant meant;

    CancelCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return meant.each(
                "cancel", new Tree(Json.object()).put("reason", reason).root(), shell);
    }
}

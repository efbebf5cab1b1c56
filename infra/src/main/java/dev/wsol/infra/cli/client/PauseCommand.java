package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol pause}. */
@Command(
        name = "pause",
        description = "Pause jobs: running ones are saved where they stand and free their worker.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol pause my-run --reason 'the GPU is needed'",
            "  wsol pause my-sweep",
            "  wsol pause --owner alice --state queued"
        })
final class PauseCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
    private String reason;

    @Mixin
    private Meant meant;

    PauseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return meant.each("pause", new Tree(Json.object()).put("reason", reason).root(), shell);
    }
}

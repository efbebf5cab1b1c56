package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wsol resume}. */
@Command(
        name = "resume",
        description = "Queue paused jobs again; each goes on from the step it was saved at.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol resume my-run", "  wsol resume --owner alice"})
final class ResumeCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private Meant meant;

    ResumeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return meant.each("resume", Json.object(), shell);
    }
}

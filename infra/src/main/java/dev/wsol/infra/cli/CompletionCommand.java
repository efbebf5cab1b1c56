package dev.wsol.infra.cli;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code wsol completion}: the shell learns the commands and options. */
@Command(
        name = "completion",
        description = "Print a script that makes bash and zsh complete wsol's commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {"  source <(wsol completion)", "  wsol completion > ~/.local/share/bash-completion/completions/wsol"})
final class CompletionCommand implements Callable<Integer> {
    private final Shell shell;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().println(AutoComplete.bash("wsol", spec.root().commandLine()));
        return Exit.OK;
    }
}

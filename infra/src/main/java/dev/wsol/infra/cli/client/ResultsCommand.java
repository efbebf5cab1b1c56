package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code wsol results}: only a name over what can be done. */
@Command(name = "results", description = "Results as they come.")
final class ResultsCommand {
    private ResultsCommand() {}

    /** The command with its own subcommands. */
    static CommandLine line(Shell shell) {
        return new CommandLine(new ResultsCommand()).addSubcommand(new ResultsTailCommand(shell));
    }
}

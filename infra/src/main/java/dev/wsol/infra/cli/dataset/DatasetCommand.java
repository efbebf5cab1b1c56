package dev.wsol.infra.cli.dataset;

import dev.wsol.infra.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code wsol dataset}: only a name over its subcommands. */
@Command(
        name = "dataset",
        description = "Check a data set before it is used; list the layouts that can be read; draw a set.")
public final class DatasetCommand {
    private DatasetCommand() {}

    /** The command with its own subcommands. */
    public static CommandLine line(Shell shell) {
        return new CommandLine(new DatasetCommand())
                .addSubcommand(new CheckCommand(shell))
                .addSubcommand(new ListCommand(shell))
                .addSubcommand(new DrawCommand(shell));
    }
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code wsol benchmark}: only a name over what can be done. */
@Command(name = "benchmark", description = "Rules that evaluate every checkpoint that appears.")
final class BenchmarkCommand {
    private BenchmarkCommand() {}

    /** The command with its own subcommands. */
    static CommandLine line(Shell shell) {
        return new CommandLine(new BenchmarkCommand())
                .addSubcommand(new BenchmarkCreateCommand(shell))
                .addSubcommand(new BenchmarkListCommand(shell))
                .addSubcommand(new BenchmarkShowCommand(shell))
                .addSubcommand(new BenchmarkDeleteCommand(shell));
    }
}

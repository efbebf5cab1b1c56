package dev.wsol.infra.cli.recipe;

import dev.wsol.infra.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code wsol recipe}: only a name over what can be done with one. */
@Command(name = "recipe", description = "Check recipe files; turn configurations of the official programs into them.")
public final class RecipeCommand {
    private RecipeCommand() {}

    /** The command with its own subcommands. */
    public static CommandLine line(Shell shell) {
        return new CommandLine(new RecipeCommand())
                .addSubcommand(
                        new CommandLine(new ImportCommand(shell)).setUnmatchedOptionsAllowedAsOptionParameters(false))
                .addSubcommand(new CheckCommand(shell));
    }
}

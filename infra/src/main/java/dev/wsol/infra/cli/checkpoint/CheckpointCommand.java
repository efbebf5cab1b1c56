package dev.wsol.infra.cli.checkpoint;

import dev.wsol.infra.cli.client.RegisterCommand;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.model.ArchitectureGuess;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code wsol checkpoint}: only a name over what can be done with one. */
@Command(name = "checkpoint", description = "Take weights in from PyTorch, hand them out again, look into them.")
public final class CheckpointCommand {
    private CheckpointCommand() {}

    /** The command with its own subcommands. */
    public static CommandLine line(Shell shell) {
        return new CommandLine(new CheckpointCommand())
                .addSubcommand(new ShowCommand(shell))
                .addSubcommand(new ImportCommand(shell))
                .addSubcommand(new ExportCommand(shell))
                .addSubcommand(new RegisterCommand(shell, uri -> facts(Source.open(uri, shell))));
    }

    private static RegisterCommand.Facts facts(Source source) {
        return new RegisterCommand.Facts(
                source.file().digest().sha256(), source.architecture().map(ArchitectureGuess::model), (int)
                        source.epoch());
    }
}

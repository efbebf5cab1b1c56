package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code wsol mlflow}: only a name over what can be done. */
@Command(name = "mlflow", description = "Runs in an MLflow tracking server.")
final class MlflowCommand {
    private MlflowCommand() {}

    /** The command with its own subcommands. */
    static CommandLine line(Shell shell) {
        return new CommandLine(new MlflowCommand()).addSubcommand(new MlflowExportCommand(shell));
    }
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.util.List;

/** All commands of this package, in the order in which help lists them. */
public final class ClientCommands {
    private ClientCommands() {}

    public static List<Object> all(Shell shell) {
        return List.of(
                new TrainCommand(shell),
                new EvaluateCommand(shell),
                SweepCommand.line(shell),
                new RerunCommand(shell),
                new JobsCommand(shell),
                new ShowCommand(shell),
                new WatchCommand(shell),
                new CancelCommand(shell),
                new PauseCommand(shell),
                new ResumeCommand(shell),
                new RetryCommand(shell),
                new ChangeCommand(shell),
                new CloneCommand(shell),
                new WorkersCommand(shell),
                new DrainCommand(shell),
                new BoardCommand(shell),
                ResultsCommand.line(shell),
                BenchmarkCommand.line(shell),
                WebhookCommand.line(shell),
                MlflowCommand.line(shell),
                new CompareCommand(shell));
    }
}

package dev.wsol.infra.cli.bench;

import dev.wsol.infra.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code wsol bench}: only a name over what can be measured. */
@Command(
        name = "bench",
        description =
                "Measure speed on this machine: training, inference, images, boxes from score maps, scoring beside the forward pass.")
public final class BenchCommand {
    private BenchCommand() {}

    /** The command with its own subcommands. */
    public static CommandLine line(Shell shell) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchTrain(shell))
                .addSubcommand(new BenchInfer(shell))
                .addSubcommand(new BenchInput(shell))
                .addSubcommand(new BenchMaps(shell))
                .addSubcommand(new BenchEvaluate(shell))
                .addSubcommand(new BenchJobs(shell));
    }
}

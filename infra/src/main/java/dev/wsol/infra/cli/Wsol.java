package dev.wsol.infra.cli;

import dev.wsol.infra.cli.bench.BenchCommand;
import dev.wsol.infra.cli.checkpoint.CheckpointCommand;
import dev.wsol.infra.cli.client.ClientCommands;
import dev.wsol.infra.cli.client.DeadLettersCommand;
import dev.wsol.infra.cli.dataset.DatasetCommand;
import dev.wsol.infra.cli.demo.DemoCommand;
import dev.wsol.infra.cli.maps.ScoreMapsCommand;
import dev.wsol.infra.cli.predict.PredictCommand;
import dev.wsol.infra.cli.recipe.RecipeCommand;
import dev.wsol.infra.cli.soak.SoakCommand;
import dev.wsol.infra.cli.terminal.Shell;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code wsol} command. */
@Command(
        name = "wsol",
        description = "Trains and benchmarks weakly supervised object localization: image labels in, boxes out.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the job failed, or what was asked came out negative",
            "2:wrong usage, or a request that the coordinator finds invalid",
            "3:the coordinator, the broker or the object store cannot be reached",
            "4:no such job",
            "5:the id is taken by another job",
            "130:interrupted with Ctrl-C; 143 ended by SIGTERM"
        })
public final class Wsol implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "On a mistake, show its cause and where it came from.")
    private boolean verbose;

    private Wsol() {}

    public static void main(String[] args) {
        System.exit(run(args, Shell.ofProcess()));
    }

    /** Runs one command to its end and answers with the exit code of the process. */
    static int run(String[] args, Shell shell) {
        return commandLine(shell).execute(args);
    }

    static CommandLine commandLine(Shell shell) {
        var wsol = new Wsol();
        var line = new CommandLine(wsol);
        line.addSubcommand(new DemoCommand(shell)).addSubcommand(new LocalCommand(shell));
        ClientCommands.all(shell).forEach(line::addSubcommand);
        ServiceCommands.all(shell).forEach(line::addSubcommand);
        line.addSubcommand(DeadLettersCommand.line(shell));
        line.addSubcommand(DatasetCommand.line(shell));
        line.addSubcommand(new PredictCommand(shell));
        line.addSubcommand(CheckpointCommand.line(shell));
        line.addSubcommand(RecipeCommand.line(shell));
        line.addSubcommand(new ScoreMapsCommand(shell));
        line.addSubcommand(BenchCommand.line(shell));
        line.addSubcommand(SoakCommand.line(shell));
        line.addSubcommand(new CompletionCommand(shell));
        line.addSubcommand(new RehearseCommand(shell));
        return line.setOut(writer(shell.out()))
                .setErr(writer(shell.err()))
                .setColorScheme(Help.defaultColorScheme(shell.terminal().colourOut() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(Math.max(60, Math.min(120, shell.terminal().columns())))
                .setParameterExceptionHandler(Mistakes::wrongUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> Mistakes.failed(e, command, wsol.verbose));
    }

    private static PrintWriter writer(PrintStream to) {
        return new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), true);
    }

    /** Without a command there is nothing to do but to say what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

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
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Output;
import dev.wsol.infra.cli.terminal.Shell;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
public final class Wsol {
    /** Tells of all the others. */
    private static final String COMPLETION = "completion";

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
        int code = commandLine(shell, args).execute(args);
        var lost = shell.out() instanceof Output out ? out.lost() : Optional.<String>empty();
        if (code != Exit.OK || lost.isEmpty()) return code;
        shell.err().println("wsol: what was to be said could not be written to standard output: " + lost.get());
        return Exit.FAILED;
    }

    /** All commands, by name, in the order in which help lists them. */
    static Map<String, Function<Shell, Object>> commands() {
        var out = new LinkedHashMap<String, Function<Shell, Object>>();
        out.put("demo", DemoCommand::new);
        out.put("local", LocalCommand::new);
        out.putAll(ClientCommands.all());
        out.putAll(ServiceCommands.all());
        out.put("dead-letters", DeadLettersCommand::line);
        out.put("dataset", DatasetCommand::line);
        out.put("predict", PredictCommand::new);
        out.put("checkpoint", CheckpointCommand::line);
        out.put("recipe", RecipeCommand::line);
        out.put("score-maps", ScoreMapsCommand::new);
        out.put("bench", BenchCommand::line);
        out.put("soak", SoakCommand::line);
        out.put(COMPLETION, CompletionCommand::new);
        out.put("rehearse", RehearseCommand::new);
        return out;
    }

    /** Only the command that is called, when that is plain: making all of them takes a third of a short command's time. */
    private static CommandLine commandLine(Shell shell, String[] args) {
        var wsol = new Wsol();
        var line = new CommandLine(wsol);
        var commands = commands();
        boolean plain = args.length > 0 && commands.containsKey(args[0]) && !args[0].equals(COMPLETION);
        commands.forEach((name, make) -> {
            if (!plain || name.equals(args[0])) line.addSubcommand(name, make.apply(shell));
        });
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
}

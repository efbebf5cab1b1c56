package dev.wsol.infra.cli.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Folders;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.soak.Soak;
import dev.wsol.infra.soak.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol soak}: the promises, tried out. */
@Command(
        name = "soak",
        description =
                "Run jobs that train nothing through a whole system of processes, kill and freeze these, trouble the"
                        + " object store, repeat messages, and judge the history at the end. Exit code 1 on any broken promise.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol soak --jobs 500 --kills 100 --seed 1 --json", "  wsol soak --jobs 20 --kills 4"})
public final class SoakCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "100", description = "Train jobs (${DEFAULT-VALUE}).")
    private int jobs;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "20", description = "Kills (${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all dice (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--trainers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Worker processes (${DEFAULT-VALUE}).")
    private int trainers;

    @Option(
            names = "--evaluators",
            paramLabel = "N",
            defaultValue = "2",
            description = "Evaluator processes (${DEFAULT-VALUE}).")
    private int evaluators;

    @Option(
            names = "--within",
            paramLabel = "MINUTES",
            defaultValue = "120",
            description = "Judge it as it stands after so long (${DEFAULT-VALUE}).")
    private int within;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "Keep data and logs of all processes in this new folder. Default: a temporary one, kept only when a"
                            + " promise was broken.")
    private Path keep;

    @Option(names = "--json", description = "Answer with one JSON object on standard output.")
    private boolean json;

    private SoakCommand(Shell shell) {
        this.shell = shell;
    }

    /** The command with its hidden subcommand. */
    public static CommandLine line(Shell shell) {
        return new CommandLine(new SoakCommand(shell)).addSubcommand(new PartCommand(shell));
    }

    @Override
    public Integer call() throws IOException {
        if (jobs < 1 || kills < 0 || within < 1 || trainers < 1 || evaluators < 1 || trainers + evaluators > 32)
            throw new CommandFailed(
                    Exit.USAGE,
                    "--jobs, --trainers, --evaluators and --within must be at least 1, --kills at least 0, and there may be 32 workers");
        var dir = keep == null ? Files.createTempDirectory("wsol-soak-") : newFolder(keep);
        var verdict = Soak.of(jobs, kills, seed, trainers, evaluators, Duration.ofMinutes(within), dir, this::say)
                .run();
        print(verdict);
        if (!verdict.violations().isEmpty()) {
            say("logs of all processes are in " + dir.resolve("logs"));
            return Exit.FAILED;
        }
        if (keep == null) Folders.delete(dir);
        return Exit.OK;
    }

    private void say(String what) {
        shell.err().println(what);
    }

    private void print(Verdict v) {
        if (json) {
            shell.out().println(Json.pretty(new ObjectMapper().valueToTree(v)));
            return;
        }
        shell.out()
                .printf(
                        Locale.ROOT,
                        "%d jobs accepted, %d ended (%d failed), %d lost, %d doubled, %d stale words accepted; %d kills %s,"
                                + " %d freezes, %d messages twice, %d store requests failed; %.0f s%n",
                        v.accepted(),
                        v.ended(),
                        v.failed(),
                        v.lost(),
                        v.doubled(),
                        v.staleAccepted(),
                        v.kills(),
                        v.killsByRole(),
                        v.freezes(),
                        v.copies(),
                        v.storeFailures(),
                        v.seconds());
        v.violations().forEach(shell.out()::println);
    }

    private static Path newFolder(Path dir) throws IOException {
        if (Files.exists(dir))
            throw new CommandFailed(Exit.USAGE, "--keep " + dir + " exists: name a folder that is to be made");
        return Files.createDirectories(dir.toAbsolutePath());
    }
}

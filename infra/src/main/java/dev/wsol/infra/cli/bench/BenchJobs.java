package dev.wsol.infra.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Folders;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.local.stack.LocalStack;
import dev.wsol.infra.local.stack.StackPlan;
import dev.wsol.infra.soak.InstantStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol bench jobs}: the path of a job without the work. */
@Command(
        name = "jobs",
        description =
                "Time the path of train jobs that train nothing, from the request over Kafka to the worker and to the end;"
                        + " and what an idle local stack costs. Or, with --finished, how a coordinator stands with many"
                        + " finished jobs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol bench jobs --rate 20 --jobs 400 --workers 1 --json",
            "  wsol bench jobs --rate 0 --jobs 3000 --workers 4 --idle 0 --json",
            "  wsol bench jobs --finished 100000 --json"
        })
final class BenchJobs implements Callable<Integer> {
    private static final int WARM_UP = 2_000;

    /** As fast as it can goes by how much is compiled: after 8,000 jobs it is still far slower. */
    private static final int LONG_WARM_UP = 15_000;

    private final Shell shell;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "20",
            description = "Jobs a second, 0 for as fast as requests are answered (${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "400", description = "Timed jobs (${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Jobs before the timed ones: a Java program is slow while it is new (" + WARM_UP + ", with"
                    + " --rate 0 " + LONG_WARM_UP + ").")
    private Integer warmUp;

    @Option(names = "--workers", paramLabel = "W", defaultValue = "1", description = "Workers (${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--store",
            description = "Put the bytes of each checkpoint into the object store; otherwise only its name is told.")
    private boolean stored;

    @Option(
            names = "--idle",
            paramLabel = "S",
            defaultValue = "20",
            description =
                    "Seconds for which a local stack without jobs is watched, 0 for not at all (${DEFAULT-VALUE}).")
    private int idle;

    @Option(
            names = "--settle",
            paramLabel = "S",
            defaultValue = "180",
            description = "Seconds until then: a Java program compiles itself for minutes, also while it does nothing"
                    + " (${DEFAULT-VALUE}).")
    private int settle;

    @Option(
            names = "--finished",
            paramLabel = "N",
            description =
                    "Instead: a cluster with a past of N finished jobs. How long a coordinator takes to serve it, to"
                            + " list, rank and show, how much memory it needs, and how soon a second one replaces it when killed.")
    private int finished;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "1g",
            description = "With --finished: largest heap of each coordinator (${DEFAULT-VALUE}).")
    private String heap;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "With --finished: keep the cluster's files here and use them again; otherwise they are deleted.")
    private Path kept;

    @Option(names = "--json", description = "Answer with one JSON object on standard output.")
    private boolean json;

    BenchJobs(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (warmUp == null) warmUp = rate == 0 ? LONG_WARM_UP : WARM_UP;
        if (rate < 0 || jobs < 1 || warmUp < 0 || workers < 1 || workers > 64 || idle < 0 || settle < 0)
            throw new CommandFailed(
                    Exit.USAGE,
                    "--rate, --warm-up, --idle and --settle must not be negative, --jobs at least 1, --workers 1 to 64");
        if (finished < 0 || !heap.matches("[0-9]+[kmgKMG]"))
            throw new CommandFailed(Exit.USAGE, "--finished must not be negative, --heap a size like 512m or 1g");
        if (finished > 0) return past();
        var dir = Files.createTempDirectory("wsol-bench-jobs-");
        try {
            var out = Json.object()
                    .put("bench", "jobs")
                    .put("rate", rate)
                    .put("jobs", jobs)
                    .put("workers", workers)
                    .put("warmUp", warmUp);
            out.put("checkpoints", stored ? "stored" : "named");
            load(dir.resolve("load"), out);
            if (idle > 0) idle(dir.resolve("idle"), out);
            out.set("machine", Machine.facts());
            shell.out().println(json ? Json.pretty(out) : text(out));
        } finally {
            Folders.delete(dir);
        }
        return Exit.OK;
    }

    private int past() throws IOException, InterruptedException {
        var dir = kept == null ? Files.createTempDirectory("wsol-bench-jobs-") : Files.createDirectories(kept);
        try {
            var out =
                    Json.object().put("bench", "jobs").put("finished", finished).put("heap", heap);
            new FinishedJobs(shell, finished, heap).measure(dir, out);
            out.set("machine", Machine.facts());
            shell.out().println(json ? Json.pretty(out) : FinishedJobs.text(out));
        } finally {
            if (kept == null) Folders.delete(dir);
        }
        return Exit.OK;
    }

    private void load(Path dir, ObjectNode out) {
        var load = new JobLoad(ended -> shell.err().println("  " + ended + " have ended"));
        shell.err().println("starting a stack with " + workers + " workers ...");
        try (var stack = InstantStack.start(dir, workers, stored, load::began)) {
            if (warmUp > 0) shell.err().println("warming up with " + warmUp + " jobs ...");
            if (warmUp > 0) load.run(stack, "warm-", warmUp, 0);
            shell.err().println("submitting " + jobs + " jobs ...");
            long cpu = CpuClock.process();
            long coordinator = CpuClock.coordinator();
            var run = load.run(stack, "job-", jobs, rate);
            out.putObject("submitToStartMillis")
                    .put("p50", percentile(run.waits(), 50))
                    .put("p99", percentile(run.waits(), 99))
                    .put("max", percentile(run.waits(), 100));
            out.put("jobsPerSecond", two(jobs / run.seconds()));
            out.put("coordinatorCpuMillisPerJob", two((CpuClock.coordinator() - coordinator) / 1e6 / jobs));
            out.put("cpuMillisPerJob", two((CpuClock.process() - cpu) / 1e6 / jobs));
        }
    }

    private void idle(Path dir, ObjectNode out) throws InterruptedException {
        shell.err().println("watching an idle local stack, at its start and after " + settle + " s ...");
        try (var stack = new LocalStack(StackPlan.in(dir))) {
            stack.start();
            long start = System.nanoTime();
            out.put("idleCpuPercentAtStart", two(CpuClock.idlePercent(idle)));
            long left = start + TimeUnit.SECONDS.toNanos(settle) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(left);
            out.put("idleCpuPercent", two(CpuClock.idlePercent(idle)));
            out.put("idleAfterSeconds", settle);
        }
    }

    private static String text(ObjectNode out) {
        var wait = out.path("submitToStartMillis");
        return String.format(
                Locale.ROOT,
                "submit to start: p50 %.1f ms, p99 %.1f ms; %.1f jobs/s; coordinator %.2f ms of processor a job%s",
                wait.path("p50").asDouble(),
                wait.path("p99").asDouble(),
                out.path("jobsPerSecond").asDouble(),
                out.path("coordinatorCpuMillisPerJob").asDouble(),
                out.has("idleCpuPercent")
                        ? String.format(
                                Locale.ROOT,
                                "; idle %.1f %% of a core at the start, %.1f %% after %d s",
                                out.path("idleCpuPercentAtStart").asDouble(),
                                out.path("idleCpuPercent").asDouble(),
                                out.path("idleAfterSeconds").asInt())
                        : "");
    }

    private static double percentile(double[] ascending, int percent) {
        int at = (int) Math.ceil(ascending.length * percent / 100.0) - 1;
        return two(ascending[Math.max(0, at)]);
    }

    private static double two(double value) {
        return Math.round(value * 100) / 100.0;
    }
}

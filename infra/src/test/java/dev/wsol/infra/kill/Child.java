package dev.wsol.infra.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A JVM on the class path of the tests. What it says is kept in a file below {@code target/kill-logs}. */
final class Child implements AutoCloseable {
    private static final Path LOGS = Path.of("target", "kill-logs");
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int TAIL_LINES = 25;
    private static final Queue<Process> ALL = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger COUNT = new AtomicInteger();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> ALL.forEach(Process::destroyForcibly), "end-the-children"));
    }

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** @param env settings beside the machine's own environment */
    static Child start(String name, Class<?> main, Map<String, String> env, String... args) {
        try {
            Path log = Files.createDirectories(LOGS)
                    .resolve(String.format(
                            "%d-%02d-%s.log", ProcessHandle.current().pid(), COUNT.incrementAndGet(), name));
            var builder = new ProcessBuilder(command(main, args))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(k -> k.startsWith("WSOL_"));
            builder.environment().putAll(Map.of("OMP_NUM_THREADS", "1", "OMP_WAIT_POLICY", "PASSIVE"));
            builder.environment().putAll(env);
            var process = builder.start();
            ALL.add(process);
            return new Child(name, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JVM is told to start fast rather than to run fast: a child lives for seconds. */
    private static List<String> command(Class<?> main, String... args) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        return command;
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has said this. */
    MatchResult hasSaid(String regex) {
        var pattern = Pattern.compile(regex);
        return Await.until(name + " to say " + regex, LIMIT, this::tail, () -> {
            var match = pattern.matcher(said());
            if (match.find()) return match.toMatchResult();
            if (!process.isAlive()) throw new AssertionError(name + " has ended by itself:\n" + tail());
            return null;
        });
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** As {@code kill}. */
    void stop() {
        process.destroy();
        await();
    }

    /** As {@code kill -STOP}: the process stands still and does not know it. */
    void freeze() {
        signal("-STOP");
    }

    /** As {@code kill -CONT}. */
    void thaw() {
        signal("-CONT");
    }

    /** The last lines that it has said. */
    String tail() {
        var lines = said().lines().toList();
        return "--- " + log + "\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())) + "\n";
    }

    @Override
    public void close() {
        kill();
    }

    private String said() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String which) {
        try {
            var kill = new ProcessBuilder("kill", which, String.valueOf(process.pid())).start();
            if (kill.waitFor() != 0) throw new AssertionError("kill " + which + " of " + name + " failed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void await() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                throw new AssertionError(name + " does not end:\n" + tail());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }
}

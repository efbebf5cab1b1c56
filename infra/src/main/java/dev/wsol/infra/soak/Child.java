package dev.wsol.infra.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.infra.local.LocalStackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A part of the house in a process of its own, that can be killed and frozen alone. What it says goes to a file. */
final class Child implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long LOOK = Duration.ofMillis(50).toNanos();

    /** A child of a soak lives for seconds. */
    private static final List<String> FAST_TO_START =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    /** Where the launcher has the classes ready; not said by anybody else. */
    private static final String ARCHIVE = "wsol.archive";

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts this same program with other words, and returns at once.
     *
     * @param env settings beside the machine's own environment
     * @param log appended to
     */
    static Child start(String name, Path log, Map<String, String> env, List<String> words) {
        return start(name, log, env, FAST_TO_START, words);
    }

    /** @param java options of the JVM */
    static Child start(String name, Path log, Map<String, String> env, List<String> java, List<String> words) {
        try {
            var builder = new ProcessBuilder(command(java, words))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(k -> k.startsWith("WSOL_"));
            builder.environment().putAll(env);
            return new Child(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(List<String> java, List<String> words) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        var archive = System.getProperty(ARCHIVE, "");
        if (!archive.isEmpty()) command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.wsol.infra.cli.Wsol"));
        command.addAll(words);
        return command;
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has said this since the file was that long. */
    MatchResult hasSaid(Pattern words, long from) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var match = words.matcher(said(from));
            if (match.find()) return match.toMatchResult();
            if (!process.isAlive() || System.nanoTime() > end)
                throw new LocalStackException(
                        name + (process.isAlive() ? " does not start" : " has ended by itself") + "; see " + log);
            LockSupport.parkNanos(LOOK);
        }
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As {@code kill}: it may tidy up. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                throw new LocalStackException(name + " does not end");
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** As {@code kill -STOP}: the process stands still and does not know it. */
    void freeze() {
        signal("-STOP");
    }

    /** As {@code kill -CONT}. */
    void thaw() {
        signal("-CONT");
    }

    @Override
    public void close() {
        kill();
    }

    private String said(long from) {
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(from);
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String which) {
        try {
            var kill = new ProcessBuilder("kill", which, String.valueOf(process.pid())).start();
            if (kill.waitFor() != 0 && process.isAlive())
                throw new LocalStackException("kill " + which + " of " + name + " failed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static LocalStackException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LocalStackException("interrupted", e);
    }
}

package dev.wsol.infra.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A part of the system as a process of its own, on the class path of the tests, so that it can be killed. */
final class Child implements AutoCloseable {
    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** @param settings the whole environment of the part */
    static Child start(String name, Path logs, Map<String, String> settings, Class<?> main, String... args) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1", // short lives: the second compiler would only take time from the others
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        var log = logs.resolve(name + ".log");
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(k -> k.startsWith("WSOL_"));
        builder.environment().putAll(settings);
        try {
            return new Child(name, log, builder.start());
        } catch (IOException e) {
            throw new AssertionError("cannot start " + name, e);
        }
    }

    /** As {@code kill -9}: returns when it is dead. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it said last, for the message of a test that failed. */
    String lastWords() {
        try {
            var lines = Files.readAllLines(log);
            return name + ":\n  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return name + " said nothing that could be read: " + e;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

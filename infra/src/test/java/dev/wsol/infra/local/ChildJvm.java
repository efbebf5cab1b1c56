package dev.wsol.infra.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM on the class path of the tests, ended with the test at the latest. */
final class ChildJvm implements AutoCloseable {
    private static final int LIMIT_S = 60;

    private final Process process;
    private final BufferedReader out;

    record Ended(int exitCode, String out, String err) {}

    private ChildJvm(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static ChildJvm start(Class<?> main, String... args) throws IOException {
        return new ChildJvm(builder(List.of(), main, args)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /**
     * @param java options of the JVM
     * @param err gets what it says on standard error
     */
    static ChildJvm start(List<String> java, Path err, Class<?> main, String... args) throws IOException {
        return new ChildJvm(
                builder(java, main, args).redirectError(err.toFile()).start());
    }

    /** Runs to the end. */
    static Ended run(Class<?> main, String... args) throws Exception {
        Path out = Files.createTempFile("child", ".out");
        Path err = Files.createTempFile("child", ".err");
        Process process = builder(List.of(), main, args)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) throw new AssertionError("the child did not end");
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The next line of standard output. */
    String line() throws Exception {
        return CompletableFuture.supplyAsync(this::read).get(LIMIT_S, TimeUnit.SECONDS);
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill}; the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) throw new AssertionError("the child did not stop");
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String read() {
        try {
            return out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder builder(List<String> java, Class<?> main, String... args) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        command.addAll(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }
}

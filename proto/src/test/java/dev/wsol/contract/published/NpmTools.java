package dev.wsol.contract.published;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs from npm, with the versions of a committed lock file. Tests that need them are skipped where they cannot be had. */
public final class NpmTools {
    private static final int INSTALL_SECONDS = 120;
    private final Path folder;

    private NpmTools(Path folder) {
        this.folder = folder;
    }

    /** What a program said, on both of its streams, and how it ended. */
    public record Said(int code, String text) {}

    /**
     * Installs what {@code package.json} and {@code package-lock.json} in {@code source} say, without running scripts of
     * the packages; what an earlier run left is taken. Aborts the test when there is no npm or no registry.
     *
     * @param folder below {@code target}
     */
    public static NpmTools install(Path source, Path folder) {
        try {
            Files.createDirectories(folder);
            boolean same = same(source, folder) && Files.isDirectory(folder.resolve("node_modules"));
            for (var name : List.of("package.json", "package-lock.json"))
                Files.copy(source.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            var tools = new NpmTools(folder);
            if (!same) tools.fetch();
            return tools;
        } catch (IOException e) {
            return abort("npm is not there: " + e.getMessage());
        }
    }

    private static boolean same(Path source, Path folder) throws IOException {
        var mine = folder.resolve("package-lock.json");
        return Files.exists(mine) && Files.mismatch(source.resolve("package-lock.json"), mine) == -1;
    }

    private void fetch() throws IOException {
        var said = run(
                folder,
                INSTALL_SECONDS,
                List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
        if (said.code() == 0) return;
        Files.deleteIfExists(folder.resolve("package-lock.json")); // the next run tries again
        abort("npm cannot install " + folder.getFileName() + ": " + said.text());
    }

    /** Path of an installed program. */
    public String program(String name) {
        return folder.resolve("node_modules/.bin")
                .resolve(name)
                .toAbsolutePath()
                .toString();
    }

    /** Where the packages are. */
    public Path folder() {
        return folder;
    }

    /** Runs a program to its end; one that takes longer than this many seconds is ended. */
    public static Said run(Path where, int seconds, List<String> command) throws IOException {
        return run(where, seconds, command, Map.of());
    }

    /** @param more variables of the environment */
    public static Said run(Path where, int seconds, List<String> command, Map<String, String> more) throws IOException {
        var out = Files.createTempFile("npm-", ".txt");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(where.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            builder.environment().putAll(more);
            var process = builder.start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) process.destroyForcibly().waitFor();
            return new Said(ended ? process.exitValue() : -1, Files.readString(out, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(out);
        }
    }
}

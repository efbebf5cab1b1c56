package dev.wsol.infra.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** What another JVM really holds, after it was made to collect its garbage. Needs the {@code jcmd} of a JDK. */
final class LiveHeap {
    /** Last line of the histogram: instances, then bytes. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)");

    private LiveHeap() {}

    /** Megabytes (10^6 bytes). */
    static OptionalDouble megabytes(long pid) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) return OptionalDouble.empty();
        try {
            var asked = new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "GC.class_histogram").start();
            var said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var total = TOTAL.matcher(said);
            return total.find() ? OptionalDouble.of(Long.parseLong(total.group(1)) / 1e6) : OptionalDouble.empty();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}

package dev.wsol.infra.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** Memory of this process, native memory included, as Linux counts it. Elsewhere nothing is known. */
final class Resident {
    private static final String SELF = "self";

    private Resident() {}

    /** Megabytes (10^6 bytes) in memory now. */
    static OptionalDouble now() {
        return megabytes(SELF, "VmRSS:");
    }

    /** Megabytes (10^6 bytes), the most since the process began. */
    static OptionalDouble peak() {
        return megabytes(SELF, "VmHWM:");
    }

    /** The same of another process. */
    static OptionalDouble now(long pid) {
        return megabytes(String.valueOf(pid), "VmRSS:");
    }

    /** The kernel writes {@code VmRSS:   123 kB}, where kB are 1024 bytes. */
    private static OptionalDouble megabytes(String process, String field) {
        try (var lines = Files.lines(Path.of("/proc", process, "status"))) {
            return lines.filter(l -> l.startsWith(field))
                    .mapToDouble(l -> Long.parseLong(l.replaceAll("\\D", "")) * 1024 / 1e6)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}

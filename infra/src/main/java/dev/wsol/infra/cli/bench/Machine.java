package dev.wsol.infra.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the numbers were measured on. */
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Processor, cores, heap, system and Java. */
    static ObjectNode facts() {
        var runtime = Runtime.getRuntime();
        return Json.object()
                .put("cpu", cpu())
                .put("cores", runtime.availableProcessors())
                .put("maxHeapMiB", runtime.maxMemory() >> 20)
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("arch", System.getProperty("os.arch"))
                .put("java", System.getProperty("java.version") + " " + System.getProperty("java.vendor"));
    }

    /** Linux says a name; elsewhere the architecture must do. */
    private static String cpu() {
        try (var lines = Files.lines(CPU_INFO)) {
            return lines.filter(l -> l.startsWith("model name"))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}

package dev.wsol.coordinator.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.coordinator.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWriterTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MANY = 200_000;

    @TempDir
    private Path dir;

    @Test
    void what_a_killed_process_leaves_is_the_last_whole_file() throws Exception {
        var file = dir.resolve("values");
        var part = dir.resolve("values.part");
        for (int life = 1; life <= 3; life++) {
            var writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            file.toString())
                    .inheritIO()
                    .start();
            try {
                int blocks = life;
                Await.until("file", LONG, () -> Files.exists(file));
                Await.until("part", LONG, () -> size(part) > blocks * 300_000L);
            } finally {
                writer.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }

            assertThat(part).exists();
            var values = new StoredValues(file, "test").read().orElseThrow();
            assertThat(values).hasSize(MANY).containsOnly(values.get(0));
        }
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Writes files without end, each of one number many times. */
    static final class Writer {
        public static void main(String[] args) throws IOException {
            var file = new StoredValues(Path.of(args[0]), "test");
            for (long n = 0; ; n++) file.write(Collections.nCopies(MANY, n));
        }
    }
}

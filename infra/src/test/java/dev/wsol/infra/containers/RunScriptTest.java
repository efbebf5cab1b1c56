package dev.wsol.infra.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code infra/images/run}, with a {@code docker} that only writes down what it is told and asks the script to end
 * when the S3 server is to start, the moment at which both files of keys are there.
 */
@EnabledOnOs(OS.LINUX) // where mktemp heeds TMPDIR
class RunScriptTest {
    private static final String DOCKER = """
            #!/bin/sh
            here=$(dirname "$0")
            printf '%s\\n' "$*" >>"$here/told"
            case "$*" in
                ps*) cat "$here/parts" ;;
                *'--name wsol-s3 '*)
                    echo s3 >>"$here/parts"
                    ls -l "$TMPDIR" >"$here/keys"
                    kill -TERM "$PPID" ;;
                *'--name wsol-kafka-3 '*)
                    echo broker >>"$here/parts"
                    if [ -n "$READER_LEAVES" ]; then while (echo >&2); do :; done; fi ;;
                run*) echo broker >>"$here/parts" ;;
            esac
            """;
    private static final String[] REMOVED = {"rm -fv broker broker broker s3", "network rm wsol-run"};
    private static final int ENDED_BY_TERM = 143;

    @TempDir
    private Path bin;

    @TempDir
    private Path temp;

    @BeforeEach
    void an_engine_without_parts() throws IOException {
        var docker = Files.writeString(bin.resolve("docker"), DOCKER);
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        Files.createFile(bin.resolve("parts"));
    }

    @Test
    void a_start_that_is_broken_off_leaves_neither_parts_nor_keys() throws Exception {
        assertThat(run()).isEqualTo(ENDED_BY_TERM);

        assertThat(told()).endsWith(REMOVED);
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void nobody_else_may_read_the_keys() throws Exception {
        run();

        var files = Files.readAllLines(bin.resolve("keys"));
        assertThat(files).hasSizeGreaterThan(1); // the first line is a sum
        assertThat(files.subList(1, files.size()))
                .allMatch(line -> line.matches("[-d]rw[-x]------.*"), "for its owner");
    }

    @Test
    void all_is_removed_too_when_nobody_reads_what_is_said() throws Exception {
        var process = script(Map.of("READER_LEAVES", "yes")).start();
        try (var said = process.errorReader(UTF_8)) {
            assertThat(said.readLine()).contains("starting three brokers");
        } // as `run 2>&1 | tee`, whose tee ends at Ctrl-C, too

        assertThat(process.waitFor()).isEqualTo(ENDED_BY_TERM);
        assertThat(told()).endsWith(REMOVED);
    }

    private List<String> told() throws IOException {
        return Files.readAllLines(bin.resolve("told"));
    }

    private int run() throws IOException, InterruptedException {
        return script(Map.of())
                .redirectError(bin.resolve("said").toFile())
                .start()
                .waitFor();
    }

    private ProcessBuilder script(Map<String, String> more) {
        var builder = new ProcessBuilder("sh", Path.of("images", "run").toString());
        var environment = builder.environment();
        environment.merge("PATH", bin.toString(), (path, first) -> first + File.pathSeparator + path);
        environment.put("TMPDIR", temp.toString());
        environment.putAll(more);
        return builder;
    }
}

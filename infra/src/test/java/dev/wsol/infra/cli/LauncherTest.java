package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code wsol} in a folder of its own, with a Java that only says what the C library and what itself is told. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    @TempDir
    private Path home;

    @BeforeEach
    void looks_built() throws IOException {
        Files.copy(Path.of("..", "wsol"), home.resolve("wsol"));
        var target = Files.createDirectories(home.resolve("infra/target"));
        Files.createFile(target.resolve("wsol-built"));
        Files.createFile(target.resolve("wsol-infra-0.jar"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        var java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                printf %s "$GLIBC_TUNABLES"
                printf '%s\\n' "$@" >"$JAVA_HOME/said"
                for word in "$@"; do
                    case $word in -XX:ArchiveClassesAtExit=*) printf %s "${CLASSES-classes}" >"${word#*=}"; exit "${WILL_BE:-0}" ;; esac
                done
                """);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void where_networks_are_computed_freed_memory_stays_for_the_next_step() throws Exception {
        assertThat(tunables(Map.of(), "worker"))
                .contains(
                        "glibc.malloc.arena_max=1",
                        "hugetlb=1",
                        "mmap_threshold=4294967296",
                        "trim_threshold=4294967296");
    }

    @Test
    void other_commands_leave_the_memory_to_the_c_library() throws Exception {
        assertThat(tunables(Map.of(), "jobs")).isEmpty();
        assertThat(tunables(Map.of(), "coordinator")).isEmpty();
    }

    @Test
    void what_the_user_has_set_is_left_alone() throws Exception {
        assertThat(tunables(Map.of("GLIBC_TUNABLES", "glibc.malloc.hugetlb=0"), "worker"))
                .isEqualTo("glibc.malloc.hugetlb=0");
    }

    @Test
    void classes_kept_ready_for_this_java_are_used() throws Exception {
        assertThat(options("jobs")).noneMatch(o -> o.startsWith("-XX:SharedArchiveFile"));

        run(0, Map.of(), "rehearse");

        var archive = home.resolve("infra/target/wsol-classes-17.0.1.jsa");
        assertThat(archive).hasContent("classes");
        assertThat(options("jobs"))
                .contains("-XX:SharedArchiveFile=" + archive.toRealPath(), "-Dwsol.archive=" + archive.toRealPath());
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
        assertThat(options("jobs")).noneMatch(o -> o.startsWith("-XX:SharedArchiveFile"));
    }

    @Test
    void a_rehearsal_that_fails_says_so_and_leaves_no_classes() throws Exception {
        assertThat(run(1, Map.of("WILL_BE", "3"), "rehearse")).contains("wsol: the rehearsal failed", "log");

        assertThat(options("jobs")).noneMatch(o -> o.startsWith("-XX:SharedArchiveFile"));
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void a_rehearsal_that_is_to_tell_more_keeps_the_classes_too() throws Exception {
        run(0, Map.of(), "--verbose", "rehearse");

        assertThat(Files.readAllLines(home.resolve("said"))).contains("--verbose", "rehearse");
        assertThat(home.resolve("infra/target/wsol-classes-17.0.1.jsa")).hasContent("classes");
    }

    @Test
    void only_a_rehearsal_is_one() throws Exception {
        run(0, Map.of(), "rehearse", "--help");
        run(0, Map.of(), "show", "rehearse");

        assertThat(home.resolve("infra/target/wsol-classes-17.0.1.jsa")).doesNotExist();
    }

    @Test
    void two_rehearsals_do_not_write_into_each_others_file() throws Exception {
        run(0, Map.of(), "rehearse");
        var first = kept();
        run(0, Map.of(), "rehearse");

        assertThat(kept()).isNotEqualTo(first);
        assertThat(unfinished()).isEmpty();
    }

    /** The file that Java was told to keep the classes in. */
    private String kept() throws IOException {
        return Files.readAllLines(home.resolve("said")).stream()
                .filter(o -> o.startsWith("-XX:ArchiveClassesAtExit="))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> unfinished() throws IOException {
        try (var files = Files.list(home.resolve("infra/target"))) {
            return files.filter(f -> f.toString().endsWith(".new")).toList();
        }
    }

    @Test
    void a_java_that_keeps_no_classes_has_failed_too() throws Exception {
        assertThat(run(1, Map.of("CLASSES", ""), "rehearse")).endsWith("Everything works without it.\n");
    }

    private List<String> options(String command) throws IOException, InterruptedException {
        run(0, Map.of(), command);
        return Files.readAllLines(home.resolve("said"));
    }

    private String tunables(Map<String, String> environment, String command) throws IOException, InterruptedException {
        return run(0, environment, command);
    }

    private String run(int exit, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var line = Stream.concat(Stream.of("sh", home.resolve("wsol").toString()), Stream.of(command));
        var builder = new ProcessBuilder(line.toList()).redirectErrorStream(true);
        builder.environment().remove("GLIBC_TUNABLES");
        builder.environment().put("JAVA_HOME", home.toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exit);
        return said;
    }
}

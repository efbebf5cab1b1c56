package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code wsol} in a folder of its own, with a Java that only says what the C library is told. */
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
        Files.writeString(java, "#!/bin/sh\nprintf %s \"$GLIBC_TUNABLES\"\n");
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

    private String tunables(Map<String, String> environment, String command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sh", home.resolve("wsol").toString(), command).redirectErrorStream(true);
        builder.environment().remove("GLIBC_TUNABLES");
        builder.environment().put("JAVA_HOME", home.toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}

package dev.wsol.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path temp;

    @Test
    void is_created_where_it_is_absent_and_names_its_holder_in_the_lock_file() throws IOException {
        try (var dir = DataDirectory.open(temp.resolve("a/b"))) {
            assertThat(dir.path()).isDirectory().isAbsolute();
            assertThat(Files.readString(dir.path().resolve(DataDirectory.LOCK_FILE))
                            .strip())
                    .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
        }
    }

    @Test
    void a_second_holder_in_the_same_process_is_refused_by_name_and_pid() {
        try (var first = DataDirectory.open(temp)) {
            assertThatThrownBy(() -> DataDirectory.open(temp.resolve(".")))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageContaining(first.path().toString())
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
    }

    @Test
    void another_process_is_refused_by_pid_even_after_a_refused_try_here() throws Exception {
        try (var first = DataDirectory.open(temp)) {
            assertThatThrownBy(() -> DataDirectory.open(temp)).isInstanceOf(LocalStackException.class);

            var child = ChildJvm.run(BrokerMain.class, temp.toString());

            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.err())
                    .contains(first.path().toString())
                    .contains("in use by process " + ProcessHandle.current().pid());
            assertThat(temp.resolve("kafka")).doesNotExist();
        }
    }

    @Test
    void is_free_again_after_close() {
        DataDirectory.open(temp).close();
        try (var again = DataDirectory.open(temp)) {
            assertThat(again.path()).isDirectory();
        }
    }

    @Test
    void a_lock_file_left_by_a_dead_process_means_nothing() throws IOException {
        Files.writeString(temp.resolve(DataDirectory.LOCK_FILE), "999999999999\n");
        try (var dir = DataDirectory.open(temp)) {
            assertThat(dir.path()).isDirectory();
        }
    }

    @Test
    void a_file_in_the_way_is_told_by_its_name() throws IOException {
        Path file = Files.writeString(temp.resolve("taken"), "x");
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining(file.toString());
    }
}

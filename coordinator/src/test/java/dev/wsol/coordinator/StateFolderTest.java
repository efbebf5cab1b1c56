package dev.wsol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.env.BadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    private Path dir;

    @Test
    void a_folder_has_one_name_from_one_run_to_the_next_and_another_folder_another() throws IOException {
        String first;
        try (var folder = StateFolder.of(Optional.of(dir.resolve("a")))) {
            first = folder.member().orElseThrow();
        }
        try (var again = StateFolder.of(Optional.of(dir.resolve("a")));
                var other = StateFolder.of(Optional.of(dir.resolve("b")))) {
            assertThat(again.member()).contains(first);
            assertThat(other.member()).isPresent().isNotEqualTo(Optional.of(first));
        }
    }

    @Test
    void a_name_that_is_damaged_is_replaced() throws IOException {
        try (var folder = StateFolder.of(Optional.of(dir))) {
            Files.writeString(dir.resolve("member"), "half a na");

            assertThat(folder.member().orElseThrow()).hasSize(36);
        }
    }

    @Test
    void two_coordinators_cannot_work_in_one_folder() throws IOException {
        try (var folder = StateFolder.of(Optional.of(dir))) {
            assertThat(folder.path()).isEqualTo(dir);
            assertThatThrownBy(() -> StateFolder.of(Optional.of(dir)))
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContainingAll("WSOL_STATE_DIR", dir.toString());
        }
        StateFolder.of(Optional.of(dir)).close();
    }

    @Test
    void a_temporary_folder_has_no_name_and_goes() throws IOException {
        var folder = StateFolder.of(Optional.empty());
        assertThat(folder.member()).isEmpty();

        folder.close();

        assertThat(folder.path()).doesNotExist();
    }
}

package dev.wsol.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildTest {
    private final Properties git = new Properties();

    @Test
    void a_build_of_a_repository_names_its_commit() {
        git.setProperty("git.commit.id.full", "1a2b3c");
        git.setProperty("git.dirty", "false");
        assertThat(Build.words("0.1.0", git)).isEqualTo("wsol 0.1.0, commit 1a2b3c");
    }

    @Test
    void changes_that_are_in_no_commit_are_told() {
        git.setProperty("git.commit.id.full", "1a2b3c");
        git.setProperty("git.dirty", "true");
        assertThat(Build.words("0.1.0", git)).endsWith("1a2b3c, changed since");
    }

    @Test
    void a_build_without_a_repository_has_a_version_only() {
        assertThat(Build.words("0.1.0", git)).isEqualTo("wsol 0.1.0");
    }

    @Test
    void this_build_says_what_it_is() {
        assertThat(Build.words()).startsWith("wsol ");
    }
}

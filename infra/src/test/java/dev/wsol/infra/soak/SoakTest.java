package dev.wsol.infra.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak in small, so that the program itself stays sound; the promises are tried by running it in earnest. */
class SoakTest {
    @TempDir
    private Path dir;

    @Test
    void a_few_jobs_outlive_a_few_kills() {
        var verdict = new Soak(new Soak.Plan(6, 2, 5, 1, 1), dir, line -> {}).run();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.kills()).isEqualTo(2);
        assertThat(verdict.ended()).isEqualTo(verdict.accepted()).isGreaterThan(6);
    }
}

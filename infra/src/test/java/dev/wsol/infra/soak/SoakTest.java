package dev.wsol.infra.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak in small, so that the program itself stays sound; the promises are tried by running it in earnest. */
class SoakTest {
    @TempDir
    private Path dir;

    @Test
    void a_few_jobs_outlive_a_few_kills() {
        var verdict =
                Soak.of(6, 2, 5, 1, 1, Duration.ofMinutes(5), dir, line -> {}).run();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.kills()).isEqualTo(2);
        assertThat(verdict.ended()).isEqualTo(verdict.accepted()).isGreaterThan(6);
    }

    @Test
    void where_nobody_works_it_ends_with_the_verdict_that_it_stood_still() {
        var limits = new Watch.Limits(Duration.ofSeconds(15), Duration.ofMinutes(5));
        var verdict = new Soak(new Soak.Plan(2, 0, 5, 0, 1, limits), dir, line -> {}).run();

        assertThat(verdict.violations())
                .contains("soak-1 was accepted and has not ended", "soak-2 was accepted and has not ended")
                .contains("stood still: nothing ended in 15 s while nothing was being broken; 2 accepted, 0 of 2 ended,"
                        + " 0 kills");
        assertThat(verdict.lost()).isEqualTo(2);
    }
}

package dev.wsol.infra.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTextTest {
    /** Trial 1 was lucky: the best of the single runs, and the worse one over its seeds where more is better. */
    @ParameterizedTest
    @CsvSource({"maximise, 2, 26.67", "minimise, 1, 10.00"})
    void the_mean_over_seeds_says_which_of_the_best_is_best(String goal, int trial, String mean)
            throws JsonProcessingException {
        var sweep = new ObjectMapper().readTree("""
                {"id": "s", "state": "finished",
                 "search": {"method": "grid", "objective": {"goal": "%s", "metric": "top1Loc", "protocol": "deployed"}},
                 "best": {"trial": 1, "value": 33.3, "epoch": 4, "point": {"head": "scm"}, "job": "s-t001"},
                 "trials": [{"trial": 1, "point": {"head": "scm"}, "job": "s-t001"},
                            {"trial": 2, "point": {"head": "tscam"}, "job": "s-t002"}],
                 "repeats": [{"trial": 1, "n": 5, "mean": 10.0, "low": -8.5, "high": 28.5},
                             {"trial": 2, "n": 5, "mean": 26.666, "low": 15.3, "high": 38.0}]}
                """.formatted(goal));
        assertThat(SweepText.of(sweep).lines())
                .contains("best: trial 1 with 33.30 after epoch 4 (head scm), job s-t001")
                .endsWith("best over seeds: trial " + trial + " with " + mean + " on average (head "
                        + (trial == 1 ? "scm" : "tscam") + "), job s-t00" + trial);
    }

    @Test
    void a_search_that_waits_for_a_trial_that_a_person_keeps_says_so() throws Exception {
        var text = """
                {"id": "s", "state": "running", "trials": [
                  {"trial": 1, "state": "paused", "job": "s-t001"},
                  {"trial": 2, "state": "%s", "job": "s-t002"}]}
                """;

        assertThat(SweepText.of(new ObjectMapper().readTree(text.formatted("waiting"))))
                .contains("it waits for trial 1, which somebody has paused: wsol resume s-t001");
        assertThat(SweepText.of(new ObjectMapper().readTree(text.formatted("running"))))
                .doesNotContain("it waits for");
    }
}

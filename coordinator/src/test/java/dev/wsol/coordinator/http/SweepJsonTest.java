package dev.wsol.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.search.History;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SweepJsonTest {
    private History history = new History(new Objective("deployed", "validationMaxBoxAcc50", true), Budget.NONE);

    @Test
    void a_repeat_that_could_not_be_measured_is_no_part_of_the_mean_over_seeds() {
        measured(1, 0, 50);
        measured(2, 1, 60);
        measured(3, 1, Double.NaN);
        measured(4, 0, 40);
        measured(5, 4, Double.NaN);

        var out = Values.object().putArray("repeats");
        SweepJson.repeats(out, history);

        assertThat(out).hasSize(1);
        assertThat(out.get(0).path("trial").asInt()).isEqualTo(1);
        assertThat(out.get(0).path("n").asInt()).isEqualTo(2);
        assertThat(out.get(0).path("mean").asDouble()).isEqualTo(55);
        assertThat(out.get(0).path("values")).hasSize(2);
    }

    private void measured(int trial, int repeats, double value) {
        happened(new SearchStep.Proposed(
                trial, new Point(Map.of("seed", String.valueOf(trial))), 9, 0, Optional.empty(), repeats, ""));
        happened(new SearchStep.Measured(trial, 9, value));
    }

    private void happened(SearchStep step) {
        history = history.add(step, Instant.EPOCH);
    }
}

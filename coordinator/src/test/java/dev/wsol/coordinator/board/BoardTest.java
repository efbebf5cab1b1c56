package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import dev.wsol.coordinator.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoardTest {
    @Test
    void results_of_different_protocols_or_data_are_never_on_one_board() {
        var a = result("a", "deployed", 50);
        var b = result("b", "scm", 60);
        var c = on("e".repeat(64), result("c", "deployed", 70));

        var boards = Board.of(List.of(a, b, c), r -> true);

        assertThat(boards).extracting(Board::rows).containsExactlyInAnyOrder(List.of(a), List.of(b), List.of(c));
    }

    @Test
    void the_best_is_first_equals_share_a_rank_and_a_missing_number_has_none() {
        var boards = Board.of(
                List.of(
                        result("low", "deployed", 10),
                        without(result("none", "deployed", 0)),
                        result("b", "deployed", 60),
                        result("a", "deployed", 60),
                        result("nan", "deployed", Double.NaN)),
                r -> true);

        assertThat(boards).hasSize(1);
        assertThat(boards.get(0).rows())
                .extracting(r -> r.job().value())
                .containsExactly("a", "b", "low", "nan", "none");
        assertThat(boards.get(0).ranks()).containsExactly(1, 1, 3, 0, 0);
    }

    private static EvaluationResult result(String job, String protocol, double number) {
        return Samples.result(new JobId(job), Samples.evaluate(Samples.checkpoint(1, 1)), protocol, number);
    }

    private static EvaluationResult on(String digest, EvaluationResult r) {
        return copy(r, digest, r.metrics());
    }

    private static EvaluationResult without(EvaluationResult r) {
        return copy(r, r.datasetDigest(), Map.of());
    }

    private static EvaluationResult copy(EvaluationResult r, String digest, Map<String, Double> metrics) {
        return new EvaluationResult(
                r.job(),
                r.checkpoint(),
                r.model(),
                r.origin(),
                r.dataset(),
                digest,
                r.protocol(),
                r.images(),
                r.rejected(),
                metrics,
                r.thresholds(),
                r.baselines(),
                r.counts(),
                r.reportUri());
    }
}

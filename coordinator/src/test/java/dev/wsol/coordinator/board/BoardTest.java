package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.MeanInterval;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Protocol;
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

    @Test
    void a_board_is_ranked_by_its_protocol_s_own_headline() {
        assertThat(board(result("a", "deployed", 1)).rankedBy()).isEqualTo("maxBoxAcc50");
        assertThat(board(result("a", "maxboxacc-v2", 1)).rankedBy()).isEqualTo("maxBoxAccV2");
        assertThat(board(result("a", "pxap", 1)).rankedBy()).isEqualTo("pxap");
    }

    @Test
    void equal_choices_under_two_names_share_a_board_and_a_name_for_two_protocols_does_not() {
        var twin = Protocol.custom(Map.of("name", "mine", "base", "deployed")).text();
        var changed = Protocol.custom(Map.of("name", "mine", "base", "deployed", "step", .02))
                .text();

        assertThat(Board.of(
                        List.of(result("a", "deployed", 1), result("b", twin, 2), result("c", changed, 3)), r -> true))
                .extracting(b -> b.rows().size())
                .containsExactlyInAnyOrder(2, 1);
    }

    @Test
    void runs_that_differ_in_their_seed_alone_are_repeats_with_mean_and_interval() {
        var repeats = Repeat.of(
                board(
                        run("s1", 1, 1, 50, 10),
                        run("s1", 1, 2, 60, 30), // chosen on validation, although the third scores more on test
                        run("s1", 1, 3, 70, 20),
                        run("s2", 2, 1, 64, 10),
                        run("other", 3, 1, 99, 10)),
                r -> r.origin().trainJob().equals("other") ? "another recipe" : "this recipe");

        assertThat(repeats).hasSize(1);
        assertThat(repeats.get(0).chosenBy()).isEqualTo("top1Loc on validation");
        assertThat(repeats.get(0).runs())
                .extracting(r -> r.checkpoint().epoch())
                .containsExactly(2, 1);
        assertThat(repeats.get(0).metrics().get("maxBoxAcc50")).isEqualTo(MeanInterval.of(List.of(60.0, 64.0)));
    }

    @Test
    void a_checkpoint_whose_choosing_figure_is_no_number_is_not_chosen() {
        var repeats = Repeat.of(
                board(run("s1", 1, 1, 50, 30), run("s1", 1, 2, 60, Double.NaN), run("s2", 2, 1, 64, 10)), r -> "");

        assertThat(repeats.get(0).runs())
                .extracting(r -> r.checkpoint().epoch())
                .containsExactly(1, 1);
    }

    @Test
    void a_seed_that_was_run_twice_is_no_repeat_of_itself() {
        assertThat(Repeat.of(board(run("a", 1, 1, 50, 1), run("b", 1, 1, 60, 1)), r -> ""))
                .isEmpty();
    }

    @Test
    void without_the_figure_that_chooses_the_last_epoch_counts_and_says_so() {
        var a = copy(run("a", 1, 1, 90, 1), "d".repeat(64), Map.of("maxBoxAcc50", 90.0));
        var b = copy(run("a", 1, 2, 40, 1), "d".repeat(64), Map.of("maxBoxAcc50", 40.0));
        var c = copy(run("b", 2, 2, 42, 1), "d".repeat(64), Map.of("maxBoxAcc50", 42.0));

        var repeat = Repeat.of(board(a, b, c), r -> "").get(0);

        assertThat(repeat.chosenBy()).isEqualTo("last epoch");
        assertThat(repeat.metrics().get("maxBoxAcc50").mean()).isEqualTo(41);
    }

    private static Board board(EvaluationResult... results) {
        var boards = Board.of(List.of(results), r -> true);
        assertThat(boards).hasSize(1);
        return boards.get(0);
    }

    private static EvaluationResult run(String train, long seed, int epoch, double box, double validation) {
        var base = Samples.evaluate(Samples.checkpoint(1, epoch));
        var spec = new JobSpec.Evaluate(
                base.checkpoint(),
                base.model(),
                base.data(),
                base.protocols(),
                0,
                "default",
                new Origin(train, "sweep", .1, seed, "top1Loc on validation"));
        var r = Samples.result(new JobId(train + "-" + epoch), spec, "deployed", box);
        return copy(r, r.datasetDigest(), Map.of("maxBoxAcc50", box, "validationTop1Loc", validation));
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

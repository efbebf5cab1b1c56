package dev.wsol.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Choice.Candidate;
import dev.wsol.contract.Selection.By;
import dev.wsol.contract.Selection.On;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final Selection VALIDATION = Selection.DEFAULT;
    private static final Selection OFFICIAL = new Selection(By.MAX_BOX_ACC, On.TEST);

    @Test
    void the_first_of_the_best_is_chosen_whatever_the_order_of_the_news() {
        var scored = List.of(
                test("scm", 3, "maxBoxAcc50", 70),
                test("scm", 1, "maxBoxAcc50", 60),
                test("scm", 2, "maxBoxAcc50", 70),
                test("scm", 4, "maxBoxAcc50", 65));

        var choice = Choice.of(OFFICIAL, scored).orElseThrow();

        assertThat(choice).isEqualTo(new Choice(checkpoint(2), "scm", "maxBoxAcc50", 70, 4));
    }

    @Test
    void what_validation_images_say_comes_beside_the_test_score_or_as_a_protocol_of_its_own() {
        var beside = Choice.of(VALIDATION, List.of(test("deployed", 1, "validationTop1Loc", 40)));
        var own = Choice.of(
                VALIDATION, List.of(new Candidate(checkpoint(1), "mine", "validation", Map.of("top1Loc", 41.0))));

        assertThat(beside.orElseThrow().metric()).isEqualTo("validationTop1Loc");
        assertThat(own.orElseThrow().metric()).isEqualTo("top1Loc");
    }

    @Test
    void test_scores_never_stand_in_for_validation_scores_nor_the_other_way_round() {
        assertThat(Choice.of(VALIDATION, List.of(test("scm", 1, "top1Loc", 90))))
                .isEmpty();
        var validation = new Candidate(checkpoint(1), "mine", "validation", Map.of("maxBoxAcc50", 90.0));
        assertThat(Choice.of(OFFICIAL, List.of(validation))).isEmpty();
    }

    @Test
    void numbers_of_two_protocols_are_not_compared() {
        var choice = Choice.of(
                OFFICIAL,
                List.of(
                        test("a", 1, "maxBoxAcc50", 50),
                        test("a", 2, "maxBoxAcc50", 51),
                        test("b", 3, "maxBoxAcc50", 99)));

        assertThat(choice.orElseThrow().checkpoint().epoch()).isEqualTo(2);
        assertThat(choice.orElseThrow().among()).isEqualTo(2);
    }

    @Test
    void a_number_that_is_none_is_not_chosen() {
        assertThat(Choice.of(OFFICIAL, List.of(test("scm", 1, "maxBoxAcc50", Double.NaN))))
                .isEmpty();
    }

    @Test
    void the_last_epoch_needs_no_scores() {
        var rule = new Selection(By.TOP1_LOC, On.LAST);
        var stored = List.of(new Candidate(checkpoint(2), "", "", Map.of()), test("scm", 1, "top1Loc", 99));

        assertThat(Choice.of(rule, stored).orElseThrow().checkpoint()).isEqualTo(checkpoint(2));
        assertThat(Choice.of(rule, List.of())).isEmpty();
    }

    private static Candidate test(String protocol, int epoch, String metric, double percent) {
        return new Candidate(checkpoint(epoch), protocol, "test", Map.of(metric, percent));
    }

    private static CheckpointRef checkpoint(int epoch) {
        return new CheckpointRef("s3://wsol/c/" + epoch, "%064x".formatted(epoch), epoch);
    }
}

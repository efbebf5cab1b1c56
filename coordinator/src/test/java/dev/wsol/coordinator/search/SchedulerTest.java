package dev.wsol.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.contract.sweep.Space;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final Space RATES =
            new Space(List.of(new Dimension.Real("learningRate", 1e-5, 1e-3, true, Optional.empty())));
    private static final Points RANDOM = new RandomPoints(RATES, 1);

    @Test
    void ashas_promotions_equal_those_worked_by_hand() {
        // r 1, eta 3, R 9: rungs at 1, 3 and 9 epochs. One free worker at a time.
        var asha = new Simulation(new AshaSearch(RANDOM, Rungs.of(1, 3, 9)));

        asha.ask(1).tell(1, 1, 50); // one in rung 0: floor(1/3) = 0 go on
        asha.ask(1).tell(2, 1, 70);
        asha.ask(1).tell(3, 1, 60); // three: the best one, trial 2, goes on
        asha.ask(1).tell(2, 3, 72);
        asha.ask(1).tell(4, 1, 80); // four: still one, now trial 4, which is best
        asha.ask(1).tell(4, 3, 71);
        asha.ask(1).tell(5, 1, 10); // 80 70 60 50 10
        asha.ask(1).tell(6, 1, 65); // 80 70 65 60 50 10: two go on, 4 and 2 did
        asha.ask(1).tell(7, 1, 68);
        asha.ask(1).tell(8, 1, 75);
        asha.ask(1).tell(8, 3, 90); // place 2 of 8, went on; rung 1 has 90 72 71
        asha.ask(1).tell(8, 9, 91); // and its best one goes to the end

        assertThat(asha.log)
                .containsExactly(
                        "new 1 until 1",
                        "new 2 until 1",
                        "new 3 until 1",
                        "go 2 until 3",
                        "new 4 until 1",
                        "go 4 until 3",
                        "new 5 until 1",
                        "new 6 until 1",
                        "new 7 until 1",
                        "new 8 until 1",
                        "go 8 until 3",
                        "go 8 until 9");
    }

    @Test
    void asha_says_why_a_trial_goes_on() {
        var asha = new Simulation(new AshaSearch(RANDOM, Rungs.of(1, 3, 9)));
        asha.ask(3).tell(1, 1, 50).tell(2, 1, 70).tell(3, 1, 60);

        assertThat(asha.search.next(asha.history, true, true))
                .contains(new SearchStep.Continued(
                        2, 3, "place 1 of 3 at rung 0 (epoch 1); the best 1 go on to rung 1, until epoch 3"));
    }

    @Test
    void without_room_nothing_begins_and_nothing_goes_on() {
        var asha = new Simulation(new AshaSearch(RANDOM, Rungs.of(1, 3, 9)));
        asha.ask(3).tell(1, 1, 50).tell(2, 1, 70).tell(3, 1, 60);

        assertThat(asha.search.next(asha.history, false, true)).isEmpty();
    }

    @Test
    void a_trial_that_failed_leaves_its_place_to_the_next() {
        var asha = new Simulation(new AshaSearch(RANDOM, Rungs.of(1, 2, 4)));
        asha.ask(4).tell(1, 1, 10).tell(2, 1, 20).tell(3, 1, 30).tell(4, 1, 40);
        asha.history.add(new SearchStep.Ended(4, "failed"));

        asha.ask(1);

        assertThat(asha.log).endsWith("go 3 until 2");
    }

    /** Li et al. 2018, table 1: R = 81, eta = 3. */
    @Test
    void hyperbands_brackets_equal_the_papers_table() {
        var table = Brackets.of(new Scheduler.Hyperband(1, 3), 81);

        assertThat(table.all().stream().map(Brackets::words))
                .containsExactly(
                        "81 x 1, 27 x 3, 9 x 9, 3 x 27, 1 x 81",
                        "34 x 3, 11 x 9, 3 x 27, 1 x 81",
                        "15 x 9, 5 x 27, 1 x 81",
                        "8 x 27, 2 x 81",
                        "5 x 81");
    }

    @Test
    void hyperband_decides_a_rung_when_it_is_complete_and_begins_the_next_bracket_meanwhile() {
        // R 4, eta 2: brackets 4x1 2x2 1x4, 3x2 1x4, 3x4.
        var band = new Simulation(new HyperbandSearch(RANDOM, Brackets.of(new Scheduler.Hyperband(1, 2), 4)));

        band.ask(4).tell(1, 1, 10).tell(2, 1, 40).tell(3, 1, 30);
        band.ask(1); // trial 4 is not measured yet: the next bracket begins
        band.tell(4, 1, 20).ask(2);

        assertThat(band.log)
                .containsExactly(
                        "new 1 until 1",
                        "new 2 until 1",
                        "new 3 until 1",
                        "new 4 until 1",
                        "new 5 until 2",
                        "stop 1",
                        "stop 4",
                        "go 2 until 2",
                        "go 3 until 2");
    }

    @Test
    void hyperband_ends_after_one_round() {
        var band = new Simulation(new HyperbandSearch(RANDOM, Brackets.of(new Scheduler.Hyperband(1, 2), 4)));

        band.ask(100);

        assertThat(band.history.size())
                .isEqualTo(10)
                .isEqualTo(band.search.size().orElseThrow());
    }

    @Test
    void the_median_rule_stops_what_is_worse_than_the_median_of_the_others_running_means() {
        var rule = new Scheduler.Median(1, 1, 3);
        var median = new Simulation(new MedianSearch(RANDOM, 4, rule)).ask(4);
        median.tell(1, 1, 10).tell(1, 2, 30); // mean 20
        median.tell(2, 1, 20).tell(2, 2, 40); // mean 30
        median.tell(3, 1, 40).tell(3, 2, 40); // mean 40
        median.tell(4, 1, 29).tell(4, 2, 12); // best 29 < median 30

        assertThat(median.search.next(median.history, true, true))
                .contains(new SearchStep.Stopped(
                        4,
                        "its best, 29.00, is worse at epoch 2 than the median 30.00 of the running means of 3 others"));
    }

    @Test
    void the_median_rule_leaves_what_is_as_good_as_the_median() {
        var median = new Simulation(new MedianSearch(RANDOM, 4, new Scheduler.Median(1, 1, 3))).ask(4);
        median.tell(1, 1, 10).tell(1, 2, 30);
        median.tell(2, 1, 20).tell(2, 2, 40);
        median.tell(3, 1, 40).tell(3, 2, 40);
        median.tell(4, 1, 30).tell(4, 2, 12);

        assertThat(median.search.next(median.history, false, true)).isEmpty();
    }

    @Test
    void in_grace_nothing_is_stopped() {
        var median = new Simulation(new MedianSearch(RANDOM, 4, new Scheduler.Median(1, 1, 1))).ask(2);
        median.tell(1, 1, 90).tell(2, 1, 10);

        assertThat(median.search.next(median.history, false, true)).isEmpty();
    }

    @Test
    void a_member_of_the_worst_share_gives_way_to_a_child_of_one_of_the_best() {
        var rule = new Scheduler.Pbt(4, 2, .25);
        var pbt = new Simulation(new PbtSearch(RANDOM, new Explorer(RATES, 1), rule, 6)).ask(4);
        pbt.tell(1, 2, 50).tell(2, 2, 80).tell(3, 2, 60).tell(4, 2, 10);

        pbt.ask(4);

        assertThat(pbt.log.subList(4, pbt.log.size()))
                .containsExactly("go 1 until 4", "go 2 until 4", "go 3 until 4", "stop 4", "new 5 until 4 from 2@2");
        double parent = rate(pbt.history.trial(2));
        double child = rate(pbt.history.trial(5));
        assertThat(child).isNotEqualTo(parent).isBetween(1e-5, 1e-3);
    }

    @Test
    void a_child_keeps_what_a_run_cannot_change_on_its_way() {
        var space = new Space(List.of(
                new Dimension.Choice("head", List.of("scm", "tscam"), Optional.empty()),
                new Dimension.Real("learningRate", 1e-5, 1e-3, true, Optional.empty())));
        var from = new RandomPoints(space, 3)
                .next(new Simulation(new FullSearch(RANDOM, 1, 0)).history)
                .orElseThrow();
        var explorer = new Explorer(space, 3);

        for (int n = 0; n < 50; n++)
            assertThat(explorer.near(from, n).get("head")).isEqualTo(from.get("head"));
    }

    private static double rate(Trial t) {
        return Double.parseDouble(t.point().get("learningRate").orElseThrow());
    }

    private static final Points TWO_RATES = new GridPoints(
            new Space(List.of(new Dimension.Choice("learningRate", List.of("1e-4", "1e-3"), Optional.empty()))));

    @Test
    void a_bracket_that_the_grid_cannot_fill_is_decided_all_the_same() {
        // 4x1 2x2 1x4; twenty trials are allowed, but the grid has two.
        var budget = new Budget(20, 4, 0, Duration.ZERO, 0, OptionalDouble.empty());
        var brackets = Brackets.of(new Scheduler.Hyperband(1, 2), 4);
        var band = new Simulation(new HyperbandSearch(TWO_RATES, brackets), Simulation.MOST, budget).ask(4);

        band.tell(1, 1, 10).tell(2, 1, 40).ask(4);

        assertThat(band.log).containsExactly("new 1 until 1", "new 2 until 1", "stop 1", "go 2 until 2");
    }

    @Test
    void a_population_that_the_grid_cannot_fill_goes_on_all_the_same() {
        var rule = new Scheduler.Pbt(4, 2, .25);
        var pbt = new Simulation(new PbtSearch(TWO_RATES, new Explorer(RATES, 1), rule, 6)).ask(4);

        pbt.tell(1, 2, 50).tell(2, 2, 80).ask(4);

        assertThat(pbt.log).containsExactly("new 1 until 2", "new 2 until 2", "go 1 until 4", "go 2 until 4");
    }
}

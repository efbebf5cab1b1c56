package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.job.SearchScene.SWEEP;
import static dev.wsol.coordinator.job.SearchScene.budget;
import static dev.wsol.coordinator.job.SearchScene.history;
import static dev.wsol.coordinator.job.SearchScene.run;
import static dev.wsol.coordinator.job.SearchScene.search;
import static dev.wsol.coordinator.job.SearchScene.start;
import static dev.wsol.coordinator.job.SearchScene.trial;
import static dev.wsol.coordinator.job.SearchScene.trials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Repeats;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.search.History;
import dev.wsol.coordinator.search.Trial;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SweepRulesTest {
    static List<SearchSpec> everyKind() {
        return List.of(
                search(Sampler.RANDOM, new Scheduler.Full(0), trials(7, 3), Repeats.NONE),
                search(Sampler.TPE, new Scheduler.Full(2), trials(14, 2), new Repeats(1, List.of(5L, 6L))),
                search(new Scheduler.Median(1, 1, 2), trials(9, 2)),
                search(new Scheduler.Asha(1, 3), trials(12, 3)),
                search(new Scheduler.Hyperband(1, 3), trials(0, 4)),
                search(new Scheduler.Pbt(4, 2, .25), trials(0, 4)));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void every_search_comes_to_an_end_and_every_job_below_it_ends_exactly_once(SearchSpec search) {
        var fleet = run(search, 9, 3);

        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.FINISHED);
        assertThat(fleet.table.jobs.values()).allMatch(j -> j.state().ended());
        for (var id : fleet.table.jobs.keySet())
            assertThat(fleet.events.stream().filter(e -> e.job().equals(id) && e.terminal()))
                    .as("ends of %s", id)
                    .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void the_same_inputs_give_the_same_events(SearchSpec search) {
        var fleet = run(search, 9, 3);

        assertThat(Replay.of(fleet.inputs)).isEqualTo(fleet.events);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void a_take_over_in_the_middle_changes_nothing(SearchSpec search) {
        var undisturbed = run(search, 9, 3);

        var fleet = start(search, 9, 3);
        for (int n = 0; n < 500 && fleet.round(); n++) fleet.takeOver();

        assertThat(fleet.events).isEqualTo(undisturbed.events);
    }

    @Test
    void asha_trains_the_many_little_and_the_few_to_the_end() {
        var search = search(new Scheduler.Asha(1, 3), trials(12, 3));
        var fleet = run(search, 9, 3);

        var ended = IntStream.rangeClosed(1, 12)
                .filter(n -> fleet.table.jobs.get(trial(n)).state() == JobState.FINISHED)
                .count();
        assertThat(ended).isBetween(1L, 2L);
        int epochs =
                IntStream.rangeClosed(1, 12).map(n -> fleet.trained(trial(n))).sum();
        assertThat(epochs).isLessThan(12 * 9 / 2);
        assertThat(history(fleet, search).ranking().get(0).measures()).containsOnlyKeys(1, 3, 9);
    }

    @Test
    void a_promoted_trial_goes_on_from_its_checkpoint_on_another_worker() {
        var fleet = run(search(new Scheduler.Asha(1, 3), trials(9, 1)), 9, 1);

        var resumed = fleet.events.stream()
                .filter(e -> e instanceof JobEvent.Queued q && q.resumeFrom().isPresent())
                .map(e -> (JobEvent.Queued) e)
                .toList();
        assertThat(resumed).isNotEmpty();
        assertThat(resumed).allSatisfy(q -> assertThat(q.leaseEpoch()).isGreaterThan(1));
        for (int n = 1; n <= 9; n++) assertThat(fleet.trained(trial(n))).isIn(1, 2, 3, 4, 9);
    }

    @Test
    void a_waiting_trial_that_was_never_promoted_keeps_its_checkpoint_and_ends_with_the_search() {
        var fleet = run(search(new Scheduler.Asha(1, 3), trials(9, 3)), 9, 3);

        var aside = fleet.table.jobs.values().stream()
                .filter(j -> j.spec() instanceof JobSpec.Train && j.state() == JobState.CANCELLED)
                .toList();
        assertThat(aside).isNotEmpty().allMatch(j -> j.checkpoint().isPresent());
        assertThat(fleet.end(aside.get(0).id()).orElseThrow().toString()).contains("nothing more to try");
    }

    @Test
    void a_child_of_a_population_goes_on_from_the_checkpoint_of_its_parent_with_another_rate() {
        var search = search(new Scheduler.Pbt(4, 2, .25), trials(0, 4));
        var fleet = run(search, 8, 4);

        var children = history(fleet, search).trials().stream()
                .filter(t -> t.from().isPresent())
                .toList();
        assertThat(children).isNotEmpty();
        for (var child : children) {
            var from = child.from().orElseThrow();
            var spec =
                    (JobSpec.Train) fleet.table.jobs.get(trial(child.number())).spec();
            var parent =
                    (JobSpec.Train) fleet.table.jobs.get(trial(from.trial())).spec();
            assertThat(spec.resumeFrom().orElseThrow().epoch()).isEqualTo(from.epoch());
            assertThat(spec.resumeFrom().orElseThrow().uri()).contains("/" + trial(from.trial()) + "/");
            assertThat(firstOffer(fleet, trial(child.number())).resumeFrom()).isEqualTo(spec.resumeFrom());
            int reached = fleet.table
                    .jobs
                    .get(trial(child.number()))
                    .checkpoint()
                    .orElseThrow()
                    .epoch();
            assertThat(fleet.trained(trial(child.number()))).isEqualTo(reached - from.epoch());
            assertThat(spec.recipe().learningRate())
                    .isNotEqualTo(parent.recipe().learningRate());
            assertThat(spec.model()).isEqualTo(parent.model());
        }
    }

    private static JobEvent.Queued firstOffer(Fleet fleet, JobId job) {
        return fleet.events.stream()
                .filter(e -> e instanceof JobEvent.Queued && e.job().equals(job))
                .map(JobEvent.Queued.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_median_rule_stops_trials_and_says_why() {
        var fleet = run(search(new Scheduler.Median(1, 1, 2), trials(20, 4)), 9, 8);

        var stopped = fleet.events.stream()
                .filter(e -> e instanceof JobEvent.Cancelled c && c.reason().contains("median"))
                .toList();
        assertThat(stopped).isNotEmpty();
    }

    @Test
    void at_most_as_many_trials_as_allowed_hold_or_wait_for_a_worker() {
        var fleet = start(search(new Scheduler.Asha(1, 3), trials(20, 2)), 9, 10);
        for (int n = 0; n < 200 && fleet.round(); n++)
            assertThat(fleet.table.jobs.values().stream()
                            .filter(j -> j.spec() instanceof JobSpec.Train
                                    && (j.state() == JobState.QUEUED || j.state() == JobState.RUNNING)))
                    .hasSizeLessThanOrEqualTo(2);
    }

    static List<Budget> budgets() {
        return List.of(
                budget(20, Duration.ZERO, 0, OptionalDouble.empty()),
                budget(0, Duration.ofSeconds(200), 0, OptionalDouble.empty()),
                budget(0, Duration.ZERO, 300, OptionalDouble.empty()),
                budget(0, Duration.ZERO, 0, OptionalDouble.of(48)));
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void when_a_budget_ends_what_runs_is_stopped_and_the_events_say_why(Budget budget) {
        var search = search(new Scheduler.Full(1), budget);
        var fleet = run(search, 4, 2);

        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.FINISHED);
        var why = history(fleet, search).exhausted();
        assertThat(why).hasSize(1);
        assertThat(fleet.table.jobs.values()).allMatch(j -> j.state().ended());
        if (!budget.wall().isZero()) assertThat(fleet.passed()).isLessThan(Duration.ofSeconds(260));
        if (budget.epochs() > 0)
            assertThat(IntStream.rangeClosed(1, 100)
                            .map(n -> fleet.trained(trial(n)))
                            .sum())
                    .isBetween(20, 22);
        if (budget.gpuSeconds() > 0)
            assertThat(history(fleet, search).trials().stream()
                            .mapToDouble(t -> t.work().seconds())
                            .sum())
                    .isBetween(300.0, 320.0);
        fleet.events.stream().filter(e -> e instanceof JobEvent.Cancelled).forEach(e -> assertThat(
                        ((JobEvent.Cancelled) e).reason())
                .contains(why.get(0).why()));
    }

    @Test
    void the_best_points_are_repeated_under_other_seeds() {
        var search = search(Sampler.RANDOM, new Scheduler.Full(0), trials(5, 2), new Repeats(2, List.of(1L, 11L, 12L)));
        var fleet = run(search, 3, 2);

        var h = history(fleet, search);
        var best = h.searched()
                .sorted((a, b) ->
                        Double.compare(h.score(b).orElse(0), h.score(a).orElse(0)))
                .limit(2)
                .map(Trial::number)
                .toList();
        var repeats = h.trials().stream().filter(t -> t.repeats() > 0).toList();
        assertThat(repeats).hasSize(4).allMatch(t -> best.contains(t.repeats()));
        assertThat(repeats.stream().map(t -> t.point().get("seed").orElseThrow()))
                .containsExactly("11", "12", "11", "12");
    }

    @Test
    void trials_that_fail_do_not_end_the_search() {
        var fleet = start(search(new Scheduler.Asha(1, 3), trials(6, 1)), 9, 1);
        fleet.breakDown(trial(1));
        fleet.breakDown(trial(3));
        fleet.work(500);

        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.FINISHED);
        assertThat(fleet.story(SWEEP)).anyMatch(s -> s.contains("Ended[trial=1, how=failed: the loss is NaN]"));
    }

    @Test
    void a_search_whose_trials_all_fail_has_failed() {
        var fleet = start(search(new Scheduler.Full(0), trials(2, 1)), 3, 1);
        fleet.breakDown(trial(1));
        fleet.breakDown(trial(2));
        fleet.work(100);

        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void the_rungs_can_be_read_from_the_events_alone() {
        var search = search(new Scheduler.Asha(1, 3), trials(9, 2));
        var fleet = run(search, 9, 2);
        var told = fleet.events.stream()
                .filter(e -> e instanceof JobEvent.Searched)
                .map(e -> (JobEvent.Searched) e)
                .toList();

        var rebuilt = History.of(search, told);

        assertThat(rebuilt.trials()).isEqualTo(history(fleet, search).trials());
        for (var e : told)
            if (e.step() instanceof SearchStep.Continued c)
                assertThat(c.why()).matches("place \\d+ of \\d+ at rung \\d .*");
    }

    @Test
    void a_trial_that_waits_for_a_place_of_its_owner_uses_no_worker_seconds() {
        var scene = new BookScene(Rules.DEFAULT.with(OwnerLimits.parse("alice=2")));
        var search = search(new Scheduler.Full(0), trials(2, 2));
        scene.submit(SWEEP, new JobSpec.Sweep(Fleet.base(9), search), "alice");
        scene.claim(trial(1), 1, "w1");
        var other = new JobId("other");
        scene.submit(other, Fleet.base(9), "alice");
        scene.queue(other, "h200");
        scene.claim(other, 1, "w2"); // two are running now, and trial 2 is offered

        scene.release(trial(1), 1, "w1");

        assertThat(scene.job(trial(1)).offers()).as("it is held").isZero();
        assertThat(History.of(search, scene.table.steps(SWEEP)).trial(1).work().since())
                .isEmpty();
    }
}

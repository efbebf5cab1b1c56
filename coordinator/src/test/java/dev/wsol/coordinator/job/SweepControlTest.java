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

import dev.wsol.contract.Command;
import dev.wsol.contract.Hold;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Report;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.Samples;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What people do to sweeps with a search. */
class SweepControlTest {
    @Test
    void more_budget_lets_a_search_that_has_ended_go_on_where_it_stood() {
        var search = search(new Scheduler.Full(1), budget(5, Duration.ZERO, 0, OptionalDouble.empty()));
        var fleet = run(search, 4, 2);
        int before = fleet.trained(trial(1));

        fleet.tell(new Command.Extend(
                        "more", SWEEP, fleet.now, new Budget(3, 0, 1000, Duration.ZERO, 0, OptionalDouble.empty())))
                .work(200);

        assertThat(before).isBetween(1, 4);
        assertThat(fleet.trained(trial(1))).isEqualTo(4);
        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.FINISHED);
        assertThat(history(fleet, search).searched().filter(t -> t.measures().containsKey(4)))
                .hasSize(3);
    }

    @Test
    void a_paused_sweep_begins_nothing_and_a_resumed_one_leaves_the_search_its_waiting_trials() {
        var search = search(new Scheduler.Asha(1, 3), trials(6, 2));
        var fleet = start(search, 9, 2);
        fleet.work(4);
        fleet.tell(new Command.Pause("p", SWEEP, fleet.now, "me", ""));
        fleet.work(30);
        int paused = fleet.events.size();
        fleet.work(30);
        assertThat(fleet.events).hasSize(paused);

        fleet.tell(new Command.Resume("r", SWEEP, fleet.now, "me")).work(500);

        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.FINISHED);
        for (int n = 1; n <= 6; n++) assertThat(fleet.trained(trial(n))).isIn(1, 2, 3, 4, 9);
    }

    @Test
    void a_cancelled_sweep_stays_ended() {
        var fleet = start(search(new Scheduler.Asha(1, 3), trials(6, 2)), 9, 2);
        fleet.work(3);
        fleet.tell(new Command.Cancel("x", SWEEP, fleet.now, "enough")).work(50);

        assertThat(fleet.table.jobs.values()).allMatch(j -> j.state().ended());
        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_cancelled_sweep_that_is_retried_goes_on_where_it_stood_and_leaves_stopped_trials_alone() {
        var fleet = start(search(new Scheduler.Median(1, 1, 2), trials(20, 4)), 9, 4);
        fleet.work(25);
        fleet.tell(new Command.Cancel("x", SWEEP, fleet.now, "enough")).work(20);
        int before = fleet.trained(trial(1));

        fleet.tell(new Command.Retry("y", SWEEP, fleet.now, "me")).work(500);

        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.FINISHED);
        assertThat(before).isLessThanOrEqualTo(fleet.trained(trial(1)));
        for (int n = 1; n <= 20; n++) assertThat(fleet.trained(trial(n))).isLessThanOrEqualTo(9);
    }

    @Test
    void what_was_not_measured_when_a_sweep_was_stopped_is_measured_when_it_is_extended() {
        var search = search(new Scheduler.Full(0), trials(3, 3));
        var fleet = start(search, 2, 3).work(2); // three trials are trained, their evaluations wait
        fleet.tell(new Command.Cancel("x", SWEEP, fleet.now, "stop"));

        fleet.tell(new Command.Extend("e", SWEEP, fleet.now, trials(4, 3))).work(100);

        assertThat(history(fleet, search).trials()).hasSize(4).allSatisfy(t -> assertThat(t.measures())
                .containsOnlyKeys(2));
    }

    @Test
    void a_waiting_trial_that_a_person_pauses_is_left_alone_by_its_search_until_it_is_resumed() {
        var search = search(new Scheduler.Asha(1, 3), trials(9, 2));
        var promoted = run(search, 9, 2).events.stream()
                .filter(e -> e instanceof JobEvent.Searched s && s.step() instanceof SearchStep.Continued)
                .map(e -> trial(((SearchStep.Continued) ((JobEvent.Searched) e).step()).trial()))
                .findFirst()
                .orElseThrow();
        var fleet = start(search, 9, 2);
        while (fleet.table.get(promoted).filter(TrialJobs::pausedBySearch).isEmpty()) fleet.round();

        fleet.tell(new Command.Pause("p", promoted, fleet.now, "me", "the GPU is needed"))
                .work(500);
        assertThat(fleet.story(SWEEP)).anyMatch(s -> s.startsWith("Continued"));
        assertThat(fleet.table.jobs.get(promoted).state()).isEqualTo(JobState.PAUSED);
        assertThat(fleet.table.jobs.get(promoted).hold().orElseThrow().by()).isEqualTo("me");
        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.RUNNING);

        fleet.tell(new Command.Resume("r", promoted, fleet.now, "me")).work(500);
        assertThat(fleet.trained(promoted)).isGreaterThan(1);
        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.FINISHED);
        assertThat(fleet.table.jobs.values()).allMatch(j -> j.state().ended());
    }

    @Test
    void a_trial_that_is_being_saved_for_its_search_is_kept_for_the_person_who_pauses_it_meanwhile() {
        var scene = beingSavedForItsSearch();

        assertThat(scene.pause(trial(1)))
                .containsExactly(new JobEvent.PauseAsked(trial(1), scene.now, "c2", "alice", "the GPU is needed"));
        assertThat(scene.pause(trial(1))).singleElement().asString().contains("NOTHING_TO_DO");
        assertThat(scene.release(trial(1), 1, "w1"))
                .contains(new JobEvent.Paused(trial(1), scene.now, 1, "", "alice", "the GPU is needed"));
    }

    @Test
    void a_pause_of_the_sweep_leaves_the_search_its_waiting_trials() {
        var scene = beingSavedForItsSearch();

        assertThat(scene.pause(SWEEP)).noneMatch(e -> e.job().equals(trial(1)));
        assertThat(scene.job(trial(1)).hold().filter(Hold::forSearch)).isPresent();
    }

    /** Trial 1 has trained as far as it may for now; its worker has not let go yet. */
    private static BookScene beingSavedForItsSearch() {
        var scene = new BookScene();
        scene.submit(SWEEP, new JobSpec.Sweep(Fleet.base(9), search(new Scheduler.Asha(1, 3), trials(9, 2))), "alice");
        scene.claim(trial(1), 1, "w1");
        scene.report(trial(1), 1, "w1", new Report.CheckpointSaved(Samples.checkpoint(1, 1)));
        assertThat(scene.job(trial(1)).hold().filter(Hold::forSearch)).isPresent();
        return scene;
    }
}

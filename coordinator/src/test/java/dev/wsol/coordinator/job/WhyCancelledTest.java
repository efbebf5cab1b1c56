package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent.Cancelled;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.Repeats;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.Space;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A job that is cancelled says by whom and why. */
class WhyCancelledTest {
    private static final JobId SWEEP = new JobId("s");
    private static final JobId TRIAL = new JobId("s-t001");

    @Test
    void it_names_who_asked_and_a_job_that_goes_with_the_one_above_says_with_which() {
        var scene = new BookScene();
        scene.submit(SWEEP, sweep(When.NEVER, 1e-3));

        assertThat(scene.cancel(SWEEP, "alice", "wrong data"))
                .containsExactly(
                        new Cancelled(SWEEP, scene.now, "c2", "alice", "wrong data"),
                        new Cancelled(TRIAL, scene.now, "c2", "alice", "with s: wrong data"));
    }

    @Test
    void without_a_reason_a_job_below_still_says_with_which() {
        var scene = new BookScene();
        scene.submit(SWEEP, sweep(When.NEVER, 1e-3));

        assertThat(scene.cancel(SWEEP, "", "")).contains(new Cancelled(TRIAL, scene.now, "c2", "", "with s"));
    }

    @Test
    void a_trial_that_runs_when_a_budget_ends_names_the_budget_and_how_much_was_allowed() {
        var fleet = search(2, new Scheduler.Full(0), new Budget(9, 2, 5, Duration.ZERO, 0, OptionalDouble.empty()));

        assertThat(cancelled(fleet))
                .isNotEmpty()
                .allMatch(e -> e.by().equals("search"))
                .extracting(Cancelled::reason)
                .containsOnly("budget epochs: 5 epochs are trained; 5 were allowed");
        assertThat(fleet.table.jobs.get(SWEEP).state()).isEqualTo(JobState.FINISHED);
    }

    private static List<Cancelled> cancelled(Fleet fleet) {
        return fleet.events.stream()
                .filter(e -> e instanceof Cancelled)
                .map(e -> (Cancelled) e)
                .toList();
    }

    private static Fleet search(int epochs, Scheduler scheduler, Budget budget) {
        var rates = new Space(List.of(new Dimension.Real("learningRate", 1e-5, 1e-1, true, Optional.empty())));
        var objective = new Objective("deployed", "validationMaxBoxAcc50", true);
        var search = new SearchSpec(rates, Sampler.RANDOM, scheduler, objective, budget, 7, Repeats.NONE);
        var fleet = new Fleet(
                2,
                (train, epoch) ->
                        50 + epoch - 10 * Math.abs(Math.log10(train.recipe().learningRate()) + 3));
        return fleet.tell(new Command.Submit("c", SWEEP, fleet.now, new JobSpec.Sweep(Fleet.base(epochs), search)))
                .work(300);
    }
}

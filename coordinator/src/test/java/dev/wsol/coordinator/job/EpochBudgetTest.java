package dev.wsol.coordinator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Report;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.Repeats;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.Space;
import dev.wsol.coordinator.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One epoch is allowed; workers store its checkpoint and report its losses after that. */
class EpochBudgetTest {
    private static final JobId SWEEP = new JobId("s");
    private static final JobId TRIAL = new JobId("s-t001");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MemoryTable table = new MemoryTable();
    private final JobBook book = new JobBook(table, Rules.DEFAULT);

    @BeforeEach
    void one_trial_has_stored_its_first_epoch() {
        var rates = new Dimension.Real("learningRate", 1e-5, 1e-1, true, Optional.empty());
        var search = new SearchSpec(
                new Space(List.of(rates)),
                Sampler.RANDOM,
                new Scheduler.Full(1),
                new Objective("deployed", "validationMaxBoxAcc50", true),
                new Budget(100, 1, 1, Duration.ZERO, 0, OptionalDouble.empty()),
                7,
                Repeats.NONE);
        book.on(new Command.Submit("c", SWEEP, START, new JobSpec.Sweep(Fleet.base(4), search)), START);
        say(new Report.Claimed());
        say(new Report.CheckpointSaved(Samples.checkpoint(1, 1)));
    }

    @Test
    void the_budget_ends_with_the_report_of_the_epoch_so_that_its_losses_are_known() {
        assertThat(table.get(TRIAL).orElseThrow().state()).isEqualTo(JobState.RUNNING);

        var events = say(new Report.EpochDone(new EpochReport(1, 4, 0.7, 50, 100, 10)));

        assertThat(events)
                .extracting(e -> e.getClass().getSimpleName())
                .startsWith("EpochDone", "Searched")
                .contains("Cancelled");
        assertThat(table.get(TRIAL).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void the_epoch_of_a_worker_that_dies_before_its_report_counts_when_its_lease_ends() {
        var later = START.plus(Rules.DEFAULT.lease()).plusSeconds(1);

        var events = book.tick(later);

        assertThat(events).extracting(e -> e.getClass().getSimpleName()).contains("LeaseLost", "Cancelled");
        assertThat(table.get(TRIAL).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    }

    private List<JobEvent> say(Report.Body body) {
        return book.on(new Report(TRIAL, 1, "w1", START, body), START);
    }
}

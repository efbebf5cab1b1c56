package dev.wsol.coordinator.job;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.Repeats;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.Space;
import dev.wsol.coordinator.search.History;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sweeps with a search over the rate and the head, in which a rate of 1e-3 is the best. */
final class SearchScene {
    static final JobId SWEEP = new JobId("s");
    private static final Space RATES = new Space(List.of(
            new Dimension.Real("learningRate", 1e-5, 1e-1, true, Optional.empty()),
            new Dimension.Choice("head", List.of("scm", "tscam"), Optional.empty())));

    private SearchScene() {}

    /** Best at a rate of 1e-3, and better with every epoch. */
    static double score(JobSpec.Train t, int epoch) {
        double off = Math.abs(Math.log10(t.recipe().learningRate()) + 3);
        return 50 - 10 * off + epoch + (t.model().arch().contains("_scm") ? 3 : 0);
    }

    static Budget trials(int trials, int parallel) {
        return new Budget(trials, parallel, 0, Duration.ZERO, 0, OptionalDouble.empty());
    }

    static SearchSpec search(Scheduler scheduler, Budget budget) {
        return search(Sampler.RANDOM, scheduler, budget, Repeats.NONE);
    }

    static SearchSpec search(Sampler sampler, Scheduler scheduler, Budget budget, Repeats repeats) {
        return new SearchSpec(
                RATES,
                sampler,
                scheduler,
                new Objective("deployed", "validationMaxBoxAcc50", true),
                budget,
                7,
                repeats);
    }

    static Fleet run(SearchSpec search, int epochs, int workers) {
        return start(search, epochs, workers).work(500);
    }

    static Fleet start(SearchSpec search, int epochs, int workers) {
        var fleet = new Fleet(workers, SearchScene::score);
        return fleet.tell(new Command.Submit("c", SWEEP, fleet.now, new JobSpec.Sweep(Fleet.base(epochs), search)));
    }

    static JobId trial(int n) {
        return new JobId(String.format("s-t%03d", n));
    }

    static History history(Fleet fleet, SearchSpec search) {
        return History.of(search, fleet.table.steps(SWEEP));
    }

    static Budget budget(long epochs, Duration wall, long gpuSeconds, OptionalDouble target) {
        return new Budget(100, 2, epochs, wall, gpuSeconds, target);
    }
}

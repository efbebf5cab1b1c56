package dev.wsol.contract;

import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Condition;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.Repeats;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.contract.sweep.Space;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A search of every kind, and every step of one. */
public final class SearchSamples {
    private static final Space SPACE = new Space(List.of(
            new Dimension.Choice("head", List.of("scm", "tscam"), Optional.empty()),
            new Dimension.Real("learningRate", 1e-5, 1e-3, true, Optional.empty()),
            new Dimension.Whole("batch", 8, 64, true, Optional.empty()),
            new Dimension.Real("dropPath", 0, .3, false, Optional.of(new Condition("head", List.of("scm"))))));

    public static final Budget BUDGET = new Budget(40, 3, 500, Duration.ofHours(2), 7200, OptionalDouble.of(81.5));
    public static final List<JobSpec> SWEEPS = Stream.of(
                    new Scheduler.Full(2),
                    new Scheduler.Median(1, 2, 3),
                    new Scheduler.Asha(1, 3),
                    new Scheduler.Hyperband(2, 4),
                    new Scheduler.Pbt(8, 2, .25))
            .<JobSpec>map(s -> new JobSpec.Sweep(
                    Samples.STEPS.resuming(Samples.CHECKPOINT),
                    new SearchSpec(
                            SPACE,
                            Sampler.TPE,
                            s,
                            new Objective("deployed", "validationTop1Loc", true),
                            BUDGET,
                            -7,
                            new Repeats(2, List.of(1L, 2L)))))
            .toList();

    public static final List<JobEvent> EVENTS = Stream.<SearchStep>of(
                    new SearchStep.Proposed(
                            3,
                            new Point(Map.of("head", "scm", "dropPath", "0.1")),
                            4,
                            1,
                            Optional.of(new SearchStep.From(2, 8)),
                            0,
                            "gives way"),
                    new SearchStep.Proposed(4, new Point(Map.of()), 4, 0, Optional.empty(), 3, ""),
                    new SearchStep.Measured(3, 4, 55.5),
                    new SearchStep.Continued(3, 12, "first of 3"),
                    new SearchStep.Stopped(2, "worst of 8"),
                    new SearchStep.Started(3),
                    new SearchStep.Freed(3, 4, 12.5),
                    new SearchStep.Ended(3, "failed"),
                    new SearchStep.Exhausted("wall", "2 h are over"),
                    new SearchStep.Extended(BUDGET))
            .<JobEvent>map(s -> new JobEvent.Searched(Samples.JOB, Samples.AT, s))
            .toList();

    private SearchSamples() {}
}

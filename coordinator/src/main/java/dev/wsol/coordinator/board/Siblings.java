package dev.wsol.coordinator.board;

import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Recipe;
import java.util.HashMap;
import java.util.Map;

/** Which train jobs differ in their seed alone. Not for several threads. */
final class Siblings {
    private final Map<String, Like> trains = new HashMap<>();
    private final Map<Setting, Like> settings = new HashMap<>();

    /** Stands for a setting; the same object for the same one, which is soon compared. */
    private static final class Like {}

    /** Everything that a run's numbers depend on but its seed. */
    private record Setting(ModelSpec model, Recipe recipe, DataRef data) {}

    /** All that is known of the setting of a run that was not made here. */
    private record Foreign(ModelSpec model, String sweepJob, double learningRate) {}

    /** The job is new, or its spec may have changed. */
    void see(JobId job, JobSpec.Train spec) {
        var setting = new Setting(spec.model(), spec.recipe().withSeed(0), spec.data());
        trains.put(job.value(), settings.computeIfAbsent(setting, s -> new Like()));
    }

    /** Results of equal settings may be repeats of each other. */
    Object setting(EvaluationResult r) {
        var known = trains.get(r.origin().trainJob());
        if (known != null) return known;
        return r.origin().equals(Origin.UNKNOWN)
                ? r.key() // nothing is known of how it was made, so nothing is its repeat
                : new Foreign(r.model(), r.origin().sweepJob(), r.origin().learningRate());
    }
}

package dev.wsol.contract;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be different about a job that is there already.
 *
 * @param queue where it waits from now on; a running job stays with its worker
 * @param epochs all epochs of a train job, those trained already included, >= 1
 */
public record Change(Optional<String> queue, OptionalInt epochs) {
    public Change {
        queue.ifPresent(q -> Need.queue("queue", q));
        epochs.ifPresent(n -> Need.atLeast("epochs", n, 1));
    }

    public boolean nothing() {
        return queue.isEmpty() && epochs.isEmpty();
    }

    /** The spec with what applies to its kind; equal to the old one when nothing does. */
    public JobSpec of(JobSpec spec) {
        if (spec instanceof JobSpec.Train t)
            return new JobSpec.Train(
                    t.model(),
                    t.data(),
                    epochs.isPresent() ? t.recipe().withEpochs(epochs.getAsInt()) : t.recipe(),
                    t.evaluation(),
                    queue.orElse(t.queue()),
                    t.checkpointMinutes(),
                    t.resumeFrom());
        if (spec instanceof JobSpec.Evaluate e)
            return new JobSpec.Evaluate(
                    e.checkpoint(),
                    e.model(),
                    e.data(),
                    e.protocols(),
                    e.overlays(),
                    e.draw(),
                    queue.orElse(e.queue()),
                    e.origin());
        return sweep((JobSpec.Sweep) spec);
    }

    /** Trials to come follow, too. How long those of a search train is the search's matter. */
    private JobSpec.Sweep sweep(JobSpec.Sweep s) {
        var applies = s.search().isPresent() ? new Change(queue, OptionalInt.empty()) : this;
        return new JobSpec.Sweep(
                (JobSpec.Train) applies.of(s.base()), s.archs(), s.learningRates(), s.seeds(), s.search());
    }
}

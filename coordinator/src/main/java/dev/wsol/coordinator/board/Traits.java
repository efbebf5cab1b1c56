package dev.wsol.coordinator.board;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;

/**
 * What many jobs have in common. There are few different ones, however many jobs there are.
 *
 * @param kind {@code train}, {@code evaluate} or {@code sweep}
 * @param owner empty for nobody in particular
 * @param arch empty for a sweep
 * @param queue empty for a sweep
 */
public record Traits(String kind, JobState state, String owner, String arch, String queue) {
    public static Traits of(Job job) {
        if (job.spec() instanceof JobSpec.Train t)
            return new Traits("train", job.state(), job.owner(), t.model().arch(), t.queue());
        if (job.spec() instanceof JobSpec.Evaluate e)
            return new Traits("evaluate", job.state(), job.owner(), e.model().arch(), e.queue());
        return new Traits("sweep", job.state(), job.owner(), "", "");
    }
}

package dev.wsol.coordinator.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.Failure;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What jobs owe to the jobs above and below them. */
final class Family {
    private final JobTable table;
    private final Instant now;

    Family(JobTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    /** The job and all jobs below it, parents first. */
    List<Job> tree(JobId root) {
        var all = new ArrayList<Job>();
        table.get(root).ifPresent(all::add);
        for (int at = 0; at < all.size(); at++)
            table.children(all.get(at).id()).forEach(c -> table.get(c).ifPresent(all::add));
        return all;
    }

    /** The trials of a grid; a search brings its own one after the other. */
    List<JobEvent> trials(JobId sweep, JobSpec.Sweep spec) {
        if (spec.search().isPresent()) return List.of();
        var out = new ArrayList<JobEvent>();
        for (var trial : spec.trials())
            out.add(new JobEvent.Submitted(Names.trial(sweep, out.size() + 1), now, "", trial, Optional.of(sweep)));
        return out;
    }

    /**
     * The evaluation of this checkpoint. None when there is one of the same training epoch already: an epoch trained
     * again after a lost lease is no new result.
     */
    List<JobEvent> evaluation(Job train, JobSpec.Train spec, CheckpointRef checkpoint) {
        if (spec.evaluation().when() == EvaluationRequest.When.NEVER
                || checkpoint.partial()
                || evaluated(train, checkpoint.epoch())) return List.of();
        var origin = new Origin(
                train.id().value(),
                train.parent().map(JobId::value).orElse(""),
                spec.recipe().learningRate(),
                spec.recipe().seed(),
                spec.recipe().selection().words());
        var wish = spec.evaluation();
        var evaluate = new JobSpec.Evaluate(
                checkpoint,
                spec.model(),
                spec.data(),
                wish.protocols(),
                wish.overlays(),
                wish.draw(),
                wish.queue(),
                origin);
        var id = Names.evaluation(table, train, checkpoint);
        return List.of(new JobEvent.Submitted(id, now, "", evaluate, Optional.of(train.id())));
    }

    private boolean evaluated(Job train, int trainingEpoch) {
        return table.children(train.id()).stream()
                .flatMap(id -> table.get(id).stream())
                .anyMatch(j ->
                        j.spec() instanceof JobSpec.Evaluate e && e.checkpoint().epoch() == trainingEpoch);
    }

    /** The end of the sweep above a job that has just ended, when that was the last open one. */
    List<JobEvent> endOfSweep(Job ended) {
        return sweepAbove(ended).filter(s -> !s.state().ended()).stream()
                .flatMap(s -> verdict(s).stream())
                .toList();
    }

    /** A sweep with a search ends when that has nothing more to do. */
    Optional<Job> sweepAbove(Job job) {
        var above = job.parent().flatMap(table::get);
        while (above.isPresent() && !(above.get().spec() instanceof JobSpec.Sweep))
            above = above.get().parent().flatMap(table::get);
        return above.filter(s -> ((JobSpec.Sweep) s.spec()).search().isEmpty());
    }

    private Optional<JobEvent> verdict(Job sweep) {
        var below = tree(sweep.id());
        below.remove(0);
        if (below.stream().anyMatch(j -> !j.state().ended())) return Optional.empty();
        var trials =
                below.stream().filter(j -> j.spec() instanceof JobSpec.Train).toList();
        if (trials.stream().anyMatch(j -> j.state() == JobState.FINISHED))
            return Optional.of(new JobEvent.Finished(sweep.id(), now, sweep.leaseEpoch()));
        return Optional.of(trials.stream()
                .flatMap(j -> j.state() == JobState.FAILED ? j.failure().stream() : Stream.empty())
                .reduce((first, last) -> last)
                .map(f -> (JobEvent) new JobEvent.Failed(
                        sweep.id(),
                        now,
                        sweep.leaseEpoch(),
                        new Failure(f.code(), "no trial of " + trials.size() + " finished; the last: " + f.message())))
                .orElseGet(() -> new JobEvent.Cancelled(sweep.id(), now, "", "all its trials were cancelled")));
    }
}

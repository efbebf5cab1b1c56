package dev.wsol.coordinator.job;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.Hold;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.search.History;
import dev.wsol.coordinator.search.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The jobs of a search's trials. */
final class TrialJobs {
    /** Who paused a job that waits for the search's decision, or cancelled one that it has given up. */
    static final String SEARCH = Hold.SEARCH;

    private final JobTable table;
    private final Instant now;

    TrialJobs(JobTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    /**
     * @param open jobs of open trials by number, also those that were cancelled when a budget ended
     * @param active that hold or wait for a worker
     * @param evaluations under way
     * @param keptByPeople that a person has paused
     */
    record Found(Map<Integer, Job> open, int active, int evaluations, int keptByPeople) {}

    Found of(JobId sweep, History h) {
        var open = new TreeMap<Integer, Job>();
        int active = 0;
        int evaluations = 0;
        int kept = 0;
        for (var t : h.trials()) {
            var id = Names.trial(sweep, t.number());
            if (t.open()) {
                var job = table.get(id);
                job.ifPresent(j -> open.put(t.number(), j));
                if (job.filter(j -> j.state() == JobState.QUEUED || j.state() == JobState.RUNNING)
                        .isPresent()) active++;
                if (job.filter(TrialJobs::keptByAPerson).isPresent()) kept++;
            }
            if (t.open() || t.measures().isEmpty() || missing(t)) evaluations += evaluationsUnderWay(id);
        }
        return new Found(open, active, evaluations, kept);
    }

    private static boolean missing(Trial t) {
        return t.work().epoch() > t.measures().lastKey();
    }

    private int evaluationsUnderWay(JobId trial) {
        return (int) table.children(trial).stream()
                .flatMap(id -> table.get(id).stream())
                .filter(j -> !j.state().ended())
                .count();
    }

    static boolean pausedBySearch(Job job) {
        return job.hold().filter(Hold::forSearch).isPresent();
    }

    private static boolean keptByAPerson(Job job) {
        return job.state() == JobState.PAUSED && !pausedBySearch(job);
    }

    /** A trial that has trained as far as it may for now, and is not being paused yet; or one that a new budget revives. */
    Optional<List<JobEvent>> atMilestone(SweepRun run) {
        for (var t : run.history().trials()) {
            var job = run.job(t);
            if (job.isEmpty() || t.until() >= run.epochs() && job.get().state() != JobState.CANCELLED) continue;
            var events = atMilestone(t, job.get(), run);
            if (!events.isEmpty()) return Optional.of(events);
        }
        return Optional.empty();
    }

    private List<JobEvent> atMilestone(Trial t, Job job, SweepRun run) {
        boolean there = run.reached(t) >= t.until();
        var why = "it waits at epoch " + t.until() + " for the search's decision";
        if (!there)
            return job.state() == JobState.CANCELLED && run.room()
                    ? List.of(new JobEvent.Reopened(job.id(), now, "", SEARCH))
                    : List.of();
        if (job.state() == JobState.RUNNING && !job.pauseAsked())
            return List.of(new JobEvent.PauseAsked(job.id(), now, "", SEARCH, why));
        if (job.state() == JobState.QUEUED)
            return List.of(new JobEvent.Paused(job.id(), now, job.leaseEpoch(), "", SEARCH, why));
        return List.of();
    }

    /** What the search's decision means for jobs. */
    List<JobEvent> follow(SweepRun run, SearchStep step) {
        if (step instanceof SearchStep.Proposed s) return submitted(run, s);
        if (step instanceof SearchStep.Continued s)
            return run.job(run.history().trial(s.trial()))
                    .map(j -> continued(j, s.until()))
                    .orElse(List.of());
        if (step instanceof SearchStep.Stopped s)
            return table
                    .get(Names.trial(run.sweep(), s.trial()))
                    .filter(j -> !j.state().ended())
                    .stream()
                    .<JobEvent>map(j -> new JobEvent.Cancelled(j.id(), now, "", SEARCH, s.why()))
                    .toList();
        return List.of();
    }

    private List<JobEvent> submitted(SweepRun run, SearchStep.Proposed s) {
        var id = Names.trial(run.sweep(), s.trial());
        try {
            if (table.get(id).isPresent()) throw new BadSpec("id", "there is a job " + id + " already");
            var base = run.spec().at(s.point());
            var asked = base.evaluation();
            var spec = base.with(new EvaluationRequest(
                    EvaluationRequest.When.EACH_CHECKPOINT,
                    asked.protocols(),
                    asked.overlays(),
                    asked.draw(),
                    asked.queue()));
            var from = s.from().map(f -> checkpoint(run.sweep(), f));
            return List.of(new JobEvent.Submitted(
                    id, now, "", from.map(spec::resuming).orElse(spec), Optional.of(run.sweep())));
        } catch (BadSpec e) {
            return List.of(new JobEvent.Searched(
                    run.sweep(), now, new SearchStep.Ended(s.trial(), "failed: " + e.getMessage())));
        }
    }

    /** The checkpoint of that epoch, which was evaluated. */
    private CheckpointRef checkpoint(JobId sweep, SearchStep.From from) {
        return table.children(Names.trial(sweep, from.trial())).stream()
                .flatMap(id -> table.get(id).stream())
                .filter(j -> j.spec() instanceof JobSpec.Evaluate)
                .map(j -> ((JobSpec.Evaluate) j.spec()).checkpoint())
                .filter(c -> c.epoch() == from.epoch())
                .findFirst()
                .orElseThrow(() -> new BadSpec(
                        "resumeFrom", "trial " + from.trial() + " has no checkpoint of epoch " + from.epoch()));
    }

    /** A trial that has trained that far already waits on; so does one that a person paused. */
    private List<JobEvent> continued(Job job, int until) {
        if (job.checkpoint().filter(c -> c.epoch() >= until).isPresent()) return List.of();
        if (pausedBySearch(job)) return List.of(new JobEvent.Resumed(job.id(), now, "", SEARCH));
        return job.state() == JobState.CANCELLED
                ? List.of(new JobEvent.Reopened(job.id(), now, "", SEARCH))
                : List.of();
    }

    /** One trial that is still open, or else one evaluation; the next at the next call. */
    Optional<JobEvent> stop(SweepRun run, String why) {
        return run.jobs().open().values().stream()
                .filter(j -> !j.state().ended())
                .findFirst()
                .map(j -> new JobEvent.Cancelled(j.id(), now, "", SEARCH, why));
    }
}

package dev.wsol.coordinator.job;

import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All jobs and what may happen to them. Each call decides, applies what was decided, then what follows from it, and
 * answers with the events in order. When deciding fails, nothing has changed.
 */
public final class JobBook {
    private final JobTable table;
    private final Rules rules;
    private final Deadlines deadlines = new Deadlines();
    private final Places places;

    public JobBook(JobTable table, Rules rules) {
        this.table = table;
        this.rules = rules;
        this.places = new Places(rules.owners());
    }

    /** Forgets all deadlines and gives each of these jobs its full time again. */
    public void takeOver(Iterable<Job> all, Instant now) {
        deadlines.clear();
        places.clear();
        for (var job : all) {
            arm(job, now);
            places.see(job);
        }
    }

    public List<JobEvent> on(Command command, Instant now) {
        return change(now, draft -> new CommandRules(draft, now).decide(command));
    }

    public List<JobEvent> on(Report report, Instant now) {
        table.get(report.job())
                .filter(job -> job.holds(report.worker(), report.leaseEpoch()))
                .ifPresent(job -> arm(job, now));
        return change(now, draft -> new ReportRules(draft, rules, now).decide(report));
    }

    /** What happens because time has passed. */
    public List<JobEvent> tick(Instant now) {
        var out = new ArrayList<JobEvent>();
        for (JobId id : deadlines.passed(now))
            out.addAll(change(now, draft -> draft.get(id)
                    .map(new ReportRules(draft, rules, now)::overdue)
                    .orElse(List.of())));
        if (places.next().isPresent())
            out.addAll(change(now, draft -> List.of())); // limits may be higher since a restart
        return out;
    }

    private List<JobEvent> change(Instant now, Function<JobTable, List<JobEvent>> decide) {
        var draft = new Draft(table);
        var out = new ArrayList<JobEvent>();
        try {
            happen(decide.apply(draft), draft, now, out);
            fillPlaces(draft, now, out);
        } catch (RuntimeException e) {
            draft.changed().forEach(id -> table.get(id).ifPresentOrElse(places::see, () -> places.forget(id)));
            throw e;
        }
        draft.writeDown();
        var touched = new LinkedHashSet<JobId>();
        out.stream().filter(e -> !answerOnly(e)).forEach(e -> touched.add(e.job()));
        touched.forEach(id -> table.get(id).ifPresent(job -> arm(job, now)));
        return out;
    }

    private void happen(List<JobEvent> events, Draft draft, Instant now, List<JobEvent> out) {
        for (var decided : events)
            for (var event : allowed(decided, draft, now)) {
                apply(event, draft);
                out.add(event);
                happen(following(event, draft, now), draft, now, out);
            }
    }

    /** What comes true of this: jobs belong to their parent's owner, and an owner has a limited number of them out. */
    private List<JobEvent> allowed(JobEvent event, Draft draft, Instant now) {
        if (event instanceof JobEvent.Submitted s
                && s.owner().isEmpty()
                && s.parent().isPresent())
            return List.of(s.of(draft.get(s.parent().get()).map(Job::owner).orElse("")));
        if (event instanceof JobEvent.Queued q && q.reason() != QueuedReason.NOT_CLAIMED) {
            var job = draft.get(q.job()).orElseThrow();
            var why = places.whyNotOffered(job);
            if (why.isPresent()) return List.of(new JobEvent.Held(q.job(), now, job.leaseEpoch(), why.get()));
        }
        if (event instanceof JobEvent.LeaseGranted g) {
            var job = draft.get(g.job()).orElseThrow();
            var why = places.whyNotStarted(job);
            if (why.isPresent())
                return List.of(
                        new JobEvent.ClaimRefused(g.job(), now, g.leaseEpoch(), g.worker(), why.get()),
                        new JobEvent.Held(g.job(), now, job.leaseEpoch(), why.get()));
        }
        return List.of(event);
    }

    /** Offers jobs whose owner has room for them now. */
    private void fillPlaces(Draft draft, Instant now, List<JobEvent> out) {
        for (var next = places.next(); next.isPresent(); next = places.next()) {
            var job = draft.get(next.get()).orElseThrow();
            var offer =
                    new JobEvent.Queued(job.id(), now, job.leaseEpoch() + 1, QueuedReason.PLACE_FREE, job.checkpoint());
            happen(List.of(offer), draft, now, out);
        }
    }

    private void apply(JobEvent event, Draft draft) {
        if (answerOnly(event)) return;
        var before = draft.get(event.job()).orElse(null);
        var after = Fold.after(before, event);
        if (after.equals(before)) return;
        draft.put(after);
        places.see(after);
    }

    /** Events that tell somebody no and leave the job as it is; the job may not even exist. */
    private static boolean answerOnly(JobEvent event) {
        return event instanceof JobEvent.Refused
                || event instanceof JobEvent.ClaimRefused
                || event instanceof JobEvent.DrainAsked;
    }

    private static List<JobEvent> following(JobEvent event, Draft draft, Instant now) {
        var family = new Family(draft, now);
        if (event instanceof JobEvent.Submitted s)
            return s.spec() instanceof JobSpec.Sweep sweep
                    ? family.trials(s.job(), sweep)
                    : List.of(new JobEvent.Queued(s.job(), now, 1, QueuedReason.NEW, Optional.empty()));
        var job = draft.get(event.job()).orElse(null);
        var back = goesBack(event, job);
        if (back.isPresent())
            return List.of(new JobEvent.Queued(job.id(), now, job.leaseEpoch() + 1, back.get(), job.checkpoint()));
        if (event instanceof JobEvent.CheckpointPublished c
                && job.spec() instanceof JobSpec.Train spec
                && spec.evaluation().when() == EvaluationRequest.When.EACH_CHECKPOINT)
            return family.evaluation(job, spec, c.checkpoint());
        return event.terminal() ? family.endOfSweep(job) : List.of();
    }

    /** Why the job goes on the queue anew. A new epoch, so that a record that is on a queue still counts no more. */
    private static Optional<QueuedReason> goesBack(JobEvent event, Job job) {
        if (job == null || job.state() != JobState.QUEUED) return Optional.empty();
        if (event instanceof JobEvent.Resumed) return Optional.of(QueuedReason.RESUMED);
        if (event instanceof JobEvent.Reopened) return Optional.of(QueuedReason.REOPENED);
        return event instanceof JobEvent.Changed && job.offers() > 0
                ? Optional.of(QueuedReason.CHANGED)
                : Optional.empty();
    }

    private void arm(Job job, Instant now) {
        boolean kept = job.state() != JobState.RUNNING && job.hold().isPresent();
        if (job.state().ended() || kept || job.spec() instanceof JobSpec.Sweep) deadlines.drop(job.id());
        else if (job.state() == JobState.RUNNING) deadlines.set(job.id(), now.plus(rules.lease()));
        else
            deadlines.set(
                    job.id(), now.plus(job.offers() == 0 ? rules.pause(job.failures()) : rules.patience(job.offers())));
    }
}

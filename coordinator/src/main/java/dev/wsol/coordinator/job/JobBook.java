package dev.wsol.coordinator.job;

import dev.wsol.contract.CheckpointRef;
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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * All jobs and what may happen to them. Each call decides, applies what was decided, then what follows from it, and
 * answers with the events in order. When deciding fails, nothing has changed.
 */
public final class JobBook {
    private final JobTable table;
    private final Rules rules;
    private final BiConsumer<JobId, RuntimeException> faults;
    private final Deadlines deadlines = new Deadlines();
    private final Places places;
    private final Lines lines;

    /** Time stops at the first fault. */
    public JobBook(JobTable table, Rules rules) {
        this(table, rules, (job, fault) -> {
            throw fault;
        });
    }

    /** @param faults hears of each job that time could not be brought to; it is looked at again later, and the others now */
    public JobBook(JobTable table, Rules rules, BiConsumer<JobId, RuntimeException> faults) {
        this.table = table;
        this.rules = rules;
        this.faults = faults;
        this.places = new Places(rules.owners());
        this.lines = new Lines(rules.claimPatience());
    }

    /**
     * Forgets all deadlines and gives each of these jobs its full time again.
     *
     * @param open all that have not ended; others do no harm
     */
    public void takeOver(Iterable<Job> open, Instant now) {
        deadlines.clear();
        places.clear();
        lines.clear();
        for (var job : open) {
            lines.see(job, now);
            places.see(job);
            look(job.id(), now, () -> arm(job, now));
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

    /**
     * Nobody listened for a while: the machine slept, Kafka kept it waiting, or the clock was put forward. Signs of life that came
     * meanwhile are not read yet, so silence proves nothing, and every lease has its full time again.
     */
    public void stoodStill(Instant now) {
        for (var id : deadlines.jobs())
            look(id, now, () -> table.get(id)
                    .filter(job -> job.state() == JobState.RUNNING && !(job.spec() instanceof JobSpec.Sweep))
                    .ifPresent(job -> arm(job, now)));
    }

    /** What happens because time has passed. */
    public List<JobEvent> tick(Instant now) {
        var out = new ArrayList<JobEvent>();
        for (JobId id : passed(now)) look(id, now, () -> out.addAll(overdue(id, now)));
        if (places.next().isPresent())
            out.addAll(change(now, draft -> List.of())); // limits may be higher since a restart
        return out;
    }

    /** Jobs to look at because time has passed; each is named once. */
    List<JobId> passed(Instant now) {
        return deadlines.passed(now);
    }

    /** What happens because the deadline of this job has passed. */
    public List<JobEvent> overdue(JobId id, Instant now) {
        if (table.get(id).filter(job -> waitsItsTurn(job, now)).isPresent()) {
            deadlines.set(id, now.plus(rules.claimPatience()));
            return List.of();
        }
        return change(now, Optional.of(id), draft -> draft.get(id)
                .map(new ReportRules(draft, rules, now)::overdue)
                .orElse(List.of()));
    }

    private boolean waitsItsTurn(Job job, Instant now) {
        return job.state() == JobState.QUEUED && job.offers() > 0 && !lines.overlooked(job, now);
    }

    private List<JobEvent> change(Instant now, Function<JobTable, List<JobEvent>> decide) {
        return change(now, Optional.empty(), decide);
    }

    /** @param looked a job to look at even when nothing is decided of it */
    private List<JobEvent> change(Instant now, Optional<JobId> looked, Function<JobTable, List<JobEvent>> decide) {
        var draft = new Draft(table);
        var out = new ArrayList<JobEvent>();
        Set<JobId> touched;
        try {
            happen(decide.apply(draft), draft, now, out);
            touched = settle(looked, draft, now, out);
            fillPlaces(draft, now, out);
        } catch (RuntimeException e) {
            takeBack(draft, table);
            throw e;
        }
        draft.writeDown();
        for (var event : out) {
            if (answerOnly(event)) continue;
            touched.add(event.job());
            table.get(event.job()).ifPresent(job -> lines.see(event, job, now));
        }
        touched.forEach(id -> table.get(id).ifPresent(job -> look(id, now, () -> arm(job, now))));
        return out;
    }

    private void look(JobId id, Instant now, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            later(id, now, e);
        }
    }

    private void later(JobId id, Instant now, RuntimeException fault) {
        deadlines.set(id, now.plus(rules.claimPatience()));
        faults.accept(id, fault);
    }

    /** What was changed here takes the places that it has there. */
    private void takeBack(Draft changed, JobTable there) {
        changed.changed().forEach(id -> there.get(id).ifPresentOrElse(places::see, () -> places.forget(id)));
    }

    private void happen(List<JobEvent> events, Draft draft, Instant now, List<JobEvent> out) {
        for (var decided : events)
            for (var event : allowed(decided, draft, now)) {
                apply(event, draft);
                out.add(event);
                happen(following(event, draft, now), draft, now, out);
                happen(new SearchEars(draft, now).hear(event), draft, now, out);
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
            if (why.isPresent()) return List.of(held(job, why.get(), now));
        }
        if (event instanceof JobEvent.LeaseGranted g) {
            var job = draft.get(g.job()).orElseThrow();
            var why = places.whyNotStarted(job);
            if (why.isPresent())
                return List.of(
                        new JobEvent.ClaimRefused(g.job(), now, g.leaseEpoch(), g.worker(), why.get()),
                        held(job, why.get(), now));
        }
        return List.of(event);
    }

    private JobEvent held(Job job, String why, Instant now) {
        return new JobEvent.Held(job.id(), now, job.leaseEpoch(), why, places.lastTurn(job));
    }

    /** Offers jobs whose owner has room for them now. One that cannot be offered leaves its turn to the others. */
    private void fillPlaces(Draft draft, Instant now, List<JobEvent> out) {
        for (var next = places.next(); next.isPresent(); next = places.next()) {
            var id = next.get();
            var offered = new Draft(draft);
            try {
                out.addAll(offer(id, offered, now));
                offered.writeDown();
            } catch (RuntimeException e) {
                takeBack(offered, draft);
                places.forget(id);
                later(id, now, e);
            }
        }
    }

    private List<JobEvent> offer(JobId id, Draft draft, Instant now) {
        var job = draft.get(id).orElseThrow();
        var out = new ArrayList<JobEvent>();
        var offer = new JobEvent.Queued(id, now, job.leaseEpoch() + 1, QueuedReason.PLACE_FREE, job.checkpoint());
        happen(List.of(offer), draft, now, out);
        return out;
    }

    /** Lets every search that something has happened to do what follows for it. */
    private Set<JobId> settle(Optional<JobId> looked, Draft draft, Instant now, List<JobEvent> out) {
        var sweeps = new LinkedHashSet<JobId>();
        looked.flatMap(id -> SearchEars.above(draft, id)).ifPresent(s -> sweeps.add(s.id()));
        out.forEach(e -> SearchEars.above(draft, e.job()).ifPresent(s -> sweeps.add(s.id())));
        for (var id : sweeps) settle(id, draft, now, out);
        return sweeps;
    }

    private void settle(JobId sweep, Draft draft, Instant now, List<JobEvent> out) {
        var rules = new SweepRules(draft, now);
        for (var next = rules.next(draft.get(sweep).orElseThrow());
                !next.isEmpty();
                next = rules.next(draft.get(sweep).orElseThrow())) happen(next, draft, now, out);
    }

    private void apply(JobEvent event, Draft draft) {
        if (event instanceof JobEvent.Searched step) draft.add(step);
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
                    : List.of(new JobEvent.Queued(s.job(), now, 1, QueuedReason.NEW, goesOnFrom(s.spec())));
        var job = draft.get(event.job()).orElse(null);
        var out = new ArrayList<JobEvent>();
        if (event instanceof JobEvent.Reopened e) out.addAll(family.reopensSweep(e, job));
        goesBack(event, job)
                .map(why -> new JobEvent.Queued(job.id(), now, job.leaseEpoch() + 1, why, job.checkpoint()))
                .ifPresent(out::add);
        if (!out.isEmpty()) return out;
        if (event instanceof JobEvent.CheckpointPublished c
                && job.spec() instanceof JobSpec.Train spec
                && spec.evaluation().when() == EvaluationRequest.When.EACH_CHECKPOINT
                && SearchEars.wants(draft, job, c.checkpoint().epoch()))
            return family.evaluation(job, spec, c.checkpoint());
        return event.terminal() ? family.endOfSweep(job) : List.of();
    }

    /** A training may begin where another one stood. */
    private static Optional<CheckpointRef> goesOnFrom(JobSpec spec) {
        return spec instanceof JobSpec.Train t ? t.resumeFrom() : Optional.empty();
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
        if (job.spec() instanceof JobSpec.Sweep) {
            new SweepRules(table, now)
                    .due(job)
                    .ifPresentOrElse(at -> deadlines.set(job.id(), at), () -> deadlines.drop(job.id()));
            return;
        }
        boolean kept = job.state() != JobState.RUNNING && job.hold().isPresent();
        if (job.state().ended() || kept) deadlines.drop(job.id());
        else if (job.state() == JobState.RUNNING) deadlines.set(job.id(), now.plus(rules.lease()));
        else
            deadlines.set(
                    job.id(), now.plus(job.offers() == 0 ? rules.pause(job.failures()) : rules.patience(job.offers())));
    }
}

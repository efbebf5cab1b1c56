package dev.wsol.coordinator.benchmark;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.Regression;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.coordinator.job.JobTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The benchmark rules at work. Decides from commands and from what the job book decided; jobs it only asks for. */
public final class BenchmarkBook {
    /** What the jobs of a rule carry as their cause, followed by its name. */
    public static final String CAUSE = "benchmark:";

    private final JobTable jobs;
    private final Function<Command.Submit, List<JobEvent>> submit;
    private final BiConsumer<String, RuntimeException> faults;
    private final Rules rules;
    private final Evaluated evaluated;
    private final RegressionWatch watch;
    private final Catalogue catalogue;
    private final Backfills backfills;

    /**
     * The first fault ends what is being done.
     *
     * @param submit hands a job to the job book and answers with the events of that
     */
    public BenchmarkBook(JobTable jobs, Notes notes, Function<Command.Submit, List<JobEvent>> submit) {
        this(jobs, notes, submit, (what, fault) -> {
            throw fault;
        });
    }

    /** @param faults hears of what one rule could not do about one checkpoint; the others go on */
    public BenchmarkBook(
            JobTable jobs,
            Notes notes,
            Function<Command.Submit, List<JobEvent>> submit,
            BiConsumer<String, RuntimeException> faults) {
        this.jobs = jobs;
        this.submit = submit;
        this.faults = faults;
        this.rules = new Rules(notes);
        this.evaluated = new Evaluated(
                notes, id -> jobs.get(id).filter(job -> !job.state().ended()).isPresent());
        this.watch = new RegressionWatch(notes);
        this.catalogue = new Catalogue(notes);
        this.backfills = new Backfills(notes, catalogue, this::evaluate);
    }

    public List<JobEvent> on(Command.OfBenchmarks command, Instant now) {
        if (command instanceof Command.CreateBenchmark c) return create(c, now);
        if (command instanceof Command.DeleteBenchmark c) return delete(c, now);
        return register((Command.RegisterCheckpoint) command, now);
    }

    private List<JobEvent> create(Command.CreateBenchmark c, Instant now) {
        var there = rules.get(c.rule().name());
        if (there.isPresent() && !there.get().equals(c.rule()))
            return refuse(
                    c,
                    now,
                    RefusedCode.CONFLICT,
                    "there is another benchmark '" + c.rule().name() + "'");
        var out = new ArrayList<JobEvent>();
        if (there.isEmpty()) {
            rules.put(c.rule());
            out.add(new JobEvent.BenchmarkCreated(
                    BenchmarkRule.subject(c.rule().name()), now, c.commandId(), c.rule()));
        }
        if (c.existing()) out.addAll(backfills.begin(c.rule(), c.commandId(), now));
        return out;
    }

    /** How many rules do nothing because this build cannot read them. */
    public int unreadable() {
        return rules.unreadable();
    }

    /** Rules that have not yet looked at all the checkpoints that they were told to look at; time brings them on. */
    public List<String> behind() {
        return backfills.underWay();
    }

    /** What this rule makes of the next of those checkpoints. */
    public List<JobEvent> catchUp(String rule, Instant now) {
        return rules.get(rule).map(r -> backfills.goOn(r, now)).orElse(List.of());
    }

    /** Ends that; it can be asked for again. */
    public void giveUp(String rule) {
        backfills.drop(rule);
    }

    private List<JobEvent> delete(Command.DeleteBenchmark c, Instant now) {
        if (rules.get(c.name()).isEmpty())
            return refuse(c, now, RefusedCode.NO_SUCH_JOB, "there is no benchmark '" + c.name() + "'");
        rules.drop(c.name());
        backfills.drop(c.name());
        return List.of(new JobEvent.BenchmarkDeleted(BenchmarkRule.subject(c.name()), now, c.commandId(), c.name()));
    }

    private List<JobEvent> register(Command.RegisterCheckpoint c, Instant now) {
        catalogue.registered(c.registered());
        var made = evaluate(c.registered(), now);
        var ids = made.stream()
                .filter(e -> e instanceof JobEvent.Submitted)
                .map(JobEvent::job)
                .toList();
        var out = new ArrayList<JobEvent>();
        out.add(new JobEvent.CheckpointRegistered(c.registered().subject(), now, c.commandId(), c.registered(), ids));
        out.addAll(made);
        return out;
    }

    private static List<JobEvent> refuse(Command c, Instant now, RefusedCode code, String reason) {
        return List.of(new JobEvent.Refused(c.job(), now, c.commandId(), code, reason));
    }

    /** What follows from these events of jobs, which were decided together. */
    public List<JobEvent> after(List<JobEvent> events, Instant now) {
        var out = new ArrayList<JobEvent>();
        // First what other jobs will do: a train job asks for its own evaluation in the same breath.
        events.forEach(this::remember);
        for (var e : events) {
            if (e instanceof JobEvent.Scored s) out.addAll(scored(s, now));
            appeared(e).ifPresent(c -> {
                if (e instanceof JobEvent.CheckpointPublished) catalogue.published(c);
                out.addAll(evaluate(c, now));
            });
        }
        return out;
    }

    private void remember(JobEvent e) {
        if (e instanceof JobEvent.Submitted s && s.spec() instanceof JobSpec.Evaluate spec)
            evaluated.plan(s.job(), spec);
        if (e instanceof JobEvent.Reopened)
            spec(e.job(), JobSpec.Evaluate.class).ifPresent(spec -> evaluated.plan(e.job(), spec));
        if (e.terminal()) spec(e.job(), JobSpec.Evaluate.class).ifPresent(spec -> evaluated.unplan(e.job(), spec));
    }

    private List<JobEvent> scored(JobEvent.Scored s, Instant now) {
        var r = s.result();
        var spec = spec(s.job(), JobSpec.Evaluate.class);
        if (spec.isEmpty()) return List.of();
        evaluated.done(
                r.checkpoint().sha256(),
                spec.get().data(),
                r.datasetDigest(),
                r.protocol().digest());
        var checkpoint = new RegisteredCheckpoint(r.checkpoint(), r.model(), r.origin());
        var setting = setting(checkpoint);
        if (setting.isEmpty()) return List.of();
        return rules.all().stream()
                .filter(rule -> rule.matches(checkpoint)
                        && isScoredBy(
                                rule,
                                spec.get(),
                                r.datasetDigest(),
                                r.protocol().digest()))
                .flatMap(rule -> heard(rule, setting.get(), checkpoint, r).stream())
                .<JobEvent>map(regression -> new JobEvent.RegressionDetected(s.job(), now, regression))
                .toList();
    }

    private Optional<Regression> heard(
            BenchmarkRule rule, String setting, RegisteredCheckpoint checkpoint, EvaluationResult r) {
        try {
            return watch.hear(rule, setting, checkpoint, r);
        } catch (RuntimeException e) {
            faults.accept("Benchmark " + rule.name() + " cannot compare the result of " + r.job(), e);
            return Optional.empty();
        }
    }

    private boolean isScoredBy(BenchmarkRule rule, JobSpec.Evaluate spec, String datasetDigest, String protocolDigest) {
        return (rule.data().equals(spec.data()) || evaluated.digest(rule.data()).equals(Optional.of(datasetDigest)))
                && Protocol.all(rule.protocols()).stream()
                        .anyMatch(p -> p.digest().equals(protocolDigest));
    }

    /** Everything that the numbers of a checkpoint depend on but the seed and chance; empty when that is unknown. */
    private Optional<String> setting(RegisteredCheckpoint c) {
        var origin = c.origin();
        if (!origin.trainJob().isEmpty())
            return trainJob(origin)
                    .map(t -> t.model() + "\n" + t.recipe().withSeed(0) + "\n" + t.data() + "\n"
                            + c.checkpoint().epoch());
        return origin.source().isEmpty()
                ? Optional.empty()
                : Optional.of(c.model() + "\n" + origin.source() + "\n" + origin.learningRate() + "\n"
                        + c.checkpoint().epoch());
    }

    private Optional<JobSpec.Train> trainJob(Origin origin) {
        return trainJob(origin, job -> true);
    }

    /** Origins are other people's words: what they name need not be there, nor be an id. */
    private Optional<JobSpec.Train> trainJob(Origin origin, Predicate<Job> fits) {
        if (origin.trainJob().isEmpty()) return Optional.empty();
        try {
            return jobs.get(new JobId(origin.trainJob()))
                    .filter(fits)
                    .map(Job::spec)
                    .filter(JobSpec.Train.class::isInstance)
                    .map(JobSpec.Train.class::cast);
        } catch (BadSpec | BadMessage noJob) { // no id, or a job that this build cannot read
            return Optional.empty();
        }
    }

    /**
     * The checkpoint that this event brings. A train job that ends badly, or that is to train on, brings its last one
     * again: what its own evaluation was to do is then nobody's. One that it was only to go on from is not its own.
     */
    private Optional<RegisteredCheckpoint> appeared(JobEvent e) {
        boolean brings = e instanceof JobEvent.CheckpointPublished
                || e instanceof JobEvent.Failed
                || e instanceof JobEvent.Cancelled
                || e instanceof JobEvent.Changed c && c.change().epochs().isPresent();
        var job = brings ? jobs.get(e.job()).orElse(null) : null;
        if (job == null || !(job.spec() instanceof JobSpec.Train spec)) return Optional.empty();
        var checkpoint = e instanceof JobEvent.CheckpointPublished p
                ? Optional.of(p.checkpoint())
                : job.checkpoint().filter(c -> !spec.resumeFrom().equals(Optional.of(c)));
        return checkpoint
                .filter(c -> !c.partial())
                .map(c -> new RegisteredCheckpoint(c, spec.model(), origin(job, spec)));
    }

    private static Origin origin(Job train, JobSpec.Train spec) {
        return new Origin(
                train.id().value(),
                train.parent().map(JobId::value).orElse(""),
                spec.recipe().learningRate(),
                spec.recipe().seed(),
                spec.recipe().selection().words());
    }

    /** The job that will have this checkpoint evaluated when it finishes: its last one, on its own data. */
    private Optional<JobSpec.Train> promised(RegisteredCheckpoint c) {
        return trainJob(
                        c.origin(),
                        job -> !job.state().ended() && job.checkpoint().equals(Optional.of(c.checkpoint())))
                .filter(t -> t.evaluation().when() == When.LAST_CHECKPOINT
                        && c.checkpoint().epoch() >= t.recipe().epochs());
    }

    private List<JobEvent> evaluate(RegisteredCheckpoint c, Instant now) {
        return rules.all().stream()
                .filter(rule -> rule.matches(c))
                .flatMap(rule -> evaluate(rule, c, now).stream())
                .toList();
    }

    private List<JobEvent> evaluate(BenchmarkRule rule, RegisteredCheckpoint c, Instant now) {
        try {
            return missing(rule, c, now);
        } catch (RuntimeException e) { // what was made before is in the job book and must be told
            faults.accept("Benchmark " + rule.name() + " cannot evaluate " + c.checkpoint(), e);
            return List.of();
        }
    }

    /** One evaluate job of the protocols that nobody has scored or will score; none if there are no such. */
    private List<JobEvent> missing(BenchmarkRule rule, RegisteredCheckpoint c, Instant now) {
        var promise = promised(c);
        var open = rule.protocols().stream()
                .filter(p -> !evaluated.has(c.checkpoint().sha256(), rule.data(), Protocol.of(p))
                        && promise.filter(t -> covers(t, rule, Protocol.of(p))).isEmpty())
                .toList();
        if (open.isEmpty()) return List.of();
        var spec = new JobSpec.Evaluate(
                c.checkpoint(), c.model(), rule.data(), open, rule.overlays(), rule.queue(), c.origin());
        var events = submit.apply(new Command.Submit(CAUSE + rule.name(), id(rule, c), now, spec));
        events.forEach(this::remember);
        return events;
    }

    private boolean covers(JobSpec.Train train, BenchmarkRule rule, Protocol protocol) {
        return evaluated.same(train.data(), rule.data())
                && Protocol.all(train.evaluation().protocols()).stream()
                        .anyMatch(p -> p.digest().equals(protocol.digest()));
    }

    /** {@code <rule>-<12 digits of the checkpoint>}; numbered on when an earlier try is there. */
    private JobId id(BenchmarkRule rule, RegisteredCheckpoint c) {
        var plain = new JobId(rule.name() + "-" + c.shortDigest());
        var id = plain;
        for (int n = 2; jobs.get(id).isPresent(); n++) id = plain.child(String.valueOf(n));
        return id;
    }

    private <S extends JobSpec> Optional<S> spec(JobId job, Class<S> kind) {
        return jobs.get(job).map(Job::spec).filter(kind::isInstance).map(kind::cast);
    }
}

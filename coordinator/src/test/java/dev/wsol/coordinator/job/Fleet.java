package dev.wsol.coordinator.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Command;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.EvaluationResult.ProtocolTag;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/**
 * Workers by hand: a train worker takes one epoch a round, an evaluator scores what is queued. A round takes five seconds.
 * Everything that is said to the book is kept, with its time.
 */
final class Fleet {
    /** What a book is told. */
    record Input(Instant at, Command command, Report report, JobId overdue) {}

    private record Work(JobId job, int leaseEpoch, int[] epochs, String worker) {}

    final MemoryTable table = new MemoryTable();
    final List<JobEvent> events = new ArrayList<>();
    final List<Input> inputs = new ArrayList<>();
    private final ToDoubleBiFunction<JobSpec.Train, Integer> score;
    private final int workers;
    private final Map<JobId, Work> busy = new LinkedHashMap<>();
    private final Deque<JobEvent.Queued> queue = new ArrayDeque<>();
    private final Map<JobId, Integer> stored = new HashMap<>();
    private final Set<JobId> broken = new HashSet<>();
    private JobBook book = new JobBook(table, Rules.DEFAULT);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** @param score the objective of a train job after so many epochs */
    Fleet(int workers, ToDoubleBiFunction<JobSpec.Train, Integer> score) {
        this.workers = workers;
        this.score = score;
    }

    Fleet tell(Command command) {
        return hear(new Input(now, command, null, null), book.on(command, now));
    }

    /** The job fails when it is taken up. */
    void breakDown(JobId job) {
        broken.add(job);
    }

    /** Another coordinator takes over with what is remembered. */
    void takeOver() {
        book = new JobBook(table, Rules.DEFAULT);
        book.takeOver(table.jobs.values(), now);
    }

    /** At most so many rounds, until nothing happens any more. */
    Fleet work(int rounds) {
        for (int n = 0; n < rounds && round(); n++) {}
        return this;
    }

    /** @return whether there was anything to do */
    boolean round() {
        now = now.plusSeconds(5);
        for (var id : book.passed(now)) hear(new Input(now, null, null, id), book.overdue(id, now));
        while (busy.size() < workers && !queue.isEmpty()) claim(queue.poll());
        var before = events.size();
        for (var work : List.copyOf(busy.values())) step(work);
        return events.size() > before || !busy.isEmpty() || !queue.isEmpty();
    }

    private void claim(JobEvent.Queued q) {
        var job = table.get(q.job()).orElseThrow();
        if (job.state().ended() || job.leaseEpoch() != q.leaseEpoch()) return;
        var work = new Work(
                q.job(),
                q.leaseEpoch(),
                new int[] {q.resumeFrom().map(CheckpointRef::epoch).orElse(0)},
                "w-" + q.job() + "-" + q.leaseEpoch());
        busy.put(q.job(), work);
        say(work, new Report.Claimed());
    }

    private void step(Work work) {
        var job = table.get(work.job()).orElseThrow();
        if (!job.holds(work.worker(), work.leaseEpoch())) {
            busy.remove(work.job());
            return;
        }
        if (broken.contains(work.job())) {
            busy.remove(work.job());
            say(work, new Report.AttemptFailed(new Failure(Failure.Code.DIVERGED, "the loss is NaN")));
        } else if (job.spec() instanceof JobSpec.Evaluate e) {
            busy.remove(work.job());
            say(work, new Report.EvaluationFinished(List.of(result(work.job(), e))));
        } else train(work, (JobSpec.Train) job.spec());
    }

    private void train(Work work, JobSpec.Train spec) {
        int epoch = ++work.epochs()[0];
        var ref = new CheckpointRef(
                "s3://wsol/jobs/" + work.job() + "/e" + work.leaseEpoch() + "/checkpoints/" + epoch,
                String.format("%08x", work.job().hashCode()).repeat(7) + String.format("%08x", epoch),
                epoch);
        say(work, new Report.CheckpointSaved(ref));
        say(work, new Report.EpochDone(new EpochReport(epoch, spec.recipe().epochs(), 1.0, 50, 100, 10)));
        stored.merge(work.job(), 1, Integer::sum);
        if (epoch >= spec.recipe().epochs()) {
            busy.remove(work.job());
            say(work, new Report.TrainingFinished());
        } else if (table.get(work.job()).orElseThrow().pauseAsked()) {
            busy.remove(work.job());
            say(work, new Report.Released("the job is paused"));
        }
    }

    private EvaluationResult result(JobId id, JobSpec.Evaluate e) {
        var train = (JobSpec.Train)
                table.get(new JobId(e.origin().trainJob())).orElseThrow().spec();
        double value = score.applyAsDouble(train, e.checkpoint().epoch());
        return new EvaluationResult(
                id,
                e.checkpoint(),
                e.model(),
                e.origin(),
                "CUB",
                "d".repeat(64),
                ProtocolTag.of(Protocol.of(e.protocols().get(0))),
                100,
                0,
                Map.of("validationMaxBoxAcc50", value),
                Map.of(),
                Map.of(),
                Map.of(),
                "s3://wsol/evaluations/" + id);
    }

    /** Epochs that were trained for this job, over all of its attempts. */
    int trained(JobId job) {
        return stored.getOrDefault(job, 0);
    }

    private void say(Work work, Report.Body body) {
        var report = new Report(work.job(), work.leaseEpoch(), work.worker(), now, body);
        hear(new Input(now, null, report, null), book.on(report, now));
    }

    private Fleet hear(Input input, List<JobEvent> answer) {
        inputs.add(input);
        answer.forEach(this::note);
        return this;
    }

    private void note(JobEvent e) {
        events.add(e);
        if (e instanceof JobEvent.Queued q) queue.add(q);
    }

    /** What the search said, briefly. */
    List<String> story(JobId sweep) {
        return table.steps(sweep).stream().map(s -> s.step().toString()).toList();
    }

    Optional<JobEvent> end(JobId job) {
        return events.stream().filter(e -> e.job().equals(job) && e.terminal()).findFirst();
    }

    static JobSpec.Train base(int epochs) {
        var t = Samples.train(dev.wsol.contract.EvaluationRequest.When.LAST_CHECKPOINT);
        var recipe =
                new dev.wsol.contract.Recipe(epochs, 16, 1e-3, 0.05, 0, 1, new dev.wsol.contract.Schedule.Cosine(0.1));
        return new JobSpec.Train(
                t.model(),
                t.data(),
                recipe,
                new dev.wsol.contract.EvaluationRequest(
                        dev.wsol.contract.EvaluationRequest.When.LAST_CHECKPOINT, List.of("deployed"), 0, "default"),
                "default");
    }

    Duration passed() {
        return Duration.between(Instant.parse("2026-01-01T00:00:00Z"), now);
    }
}

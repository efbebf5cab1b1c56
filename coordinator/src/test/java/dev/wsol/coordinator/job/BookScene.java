package dev.wsol.coordinator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Change;
import dev.wsol.contract.Command;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.Refused;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A book, its clock, and the people and workers who speak to it. Commands are c1, c2, ... in order. */
final class BookScene {
    final MemoryTable table = new MemoryTable();
    private final Rules rules;
    private JobBook book;
    private int commands;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    BookScene() {
        this(Rules.DEFAULT);
    }

    BookScene(Rules rules) {
        this.rules = rules;
        this.book = new JobBook(table, rules);
    }

    Job job(JobId id) {
        return table.jobs.get(id);
    }

    List<JobEvent> submit(JobId id, JobSpec spec) {
        return book.on(new Command.Submit(next(), id, now, spec), now);
    }

    List<JobEvent> submit(JobId id, JobSpec spec, String owner) {
        return book.on(new Command.Submit(next(), id, now, spec, owner), now);
    }

    List<JobEvent> cancel(JobId id) {
        return book.on(new Command.Cancel(next(), id, now, "not needed"), now);
    }

    List<JobEvent> cancel(JobId id, String by, String reason) {
        return book.on(new Command.Cancel(next(), id, now, by, reason), now);
    }

    List<JobEvent> pause(JobId id) {
        return book.on(new Command.Pause(next(), id, now, "alice", "the GPU is needed"), now);
    }

    List<JobEvent> resume(JobId id) {
        return book.on(new Command.Resume(next(), id, now, "bob"), now);
    }

    List<JobEvent> retry(JobId id) {
        return book.on(new Command.Retry(next(), id, now, "bob"), now);
    }

    List<JobEvent> queue(JobId id, String queue) {
        return alter(id, new Change(Optional.of(queue), OptionalInt.empty()));
    }

    List<JobEvent> epochs(JobId id, int epochs) {
        return alter(id, new Change(Optional.empty(), OptionalInt.of(epochs)));
    }

    private List<JobEvent> alter(JobId id, Change change) {
        return book.on(new Command.Alter(next(), id, now, "bob", change), now);
    }

    List<JobEvent> claim(JobId id, int epoch, String worker) {
        return report(id, epoch, worker, new Report.Claimed());
    }

    List<JobEvent> report(JobId id, int epoch, String worker, Report.Body body) {
        return book.on(new Report(id, epoch, worker, now, body), now);
    }

    List<JobEvent> release(JobId id, int epoch, String worker) {
        return report(id, epoch, worker, new Report.Released("asked to"));
    }

    /** The current attempt ends well, with one checkpoint. */
    List<JobEvent> finishTraining(JobId id, String worker) {
        int epoch = job(id).leaseEpoch();
        claim(id, epoch, worker);
        report(id, epoch, worker, new Report.CheckpointSaved(Samples.checkpoint(epoch, 1)));
        return report(id, epoch, worker, new Report.TrainingFinished());
    }

    List<JobEvent> pass(Duration time) {
        now = now.plus(time);
        return book.tick(now);
    }

    void takeOver() {
        takeOver(rules);
    }

    void takeOver(Rules others) {
        book = new JobBook(table, others);
        book.takeOver(new ArrayList<>(table.jobs.values()), now);
    }

    /** Why a command was refused; nothing else happened. */
    static RefusedCode refusal(List<JobEvent> events) {
        assertThat(events).singleElement().isInstanceOf(Refused.class);
        return ((Refused) events.get(0)).code();
    }

    private String next() {
        return "c" + ++commands;
    }
}

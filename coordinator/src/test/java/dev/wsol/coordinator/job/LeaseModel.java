package dev.wsol.coordinator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.Report;
import java.time.Instant;
import java.util.List;

/**
 * What a lease should do, written down a second time and as simply as it can be: one job, who holds it, under which epoch,
 * until when. It foretells the kinds of events that each step brings.
 */
final class LeaseModel {
    enum State {
        OFFERED,
        PAUSED,
        HELD,
        ENDED
    }

    private final Rules rules;
    private State state = State.OFFERED;
    private int epoch = 1;
    private int offers = 1;
    private String holder = "";
    private Instant due;
    private int failures;
    private int losses;
    private int checkpoint;
    private int checkpointOf;

    LeaseModel(Rules rules, Instant now) {
        this.rules = rules;
        this.due = now.plus(rules.claimPatience());
    }

    int epoch() {
        return epoch;
    }

    String holder() {
        return holder;
    }

    boolean ended() {
        return state == State.ENDED;
    }

    boolean held() {
        return state == State.HELD;
    }

    /** Moves on, and answers with the events that must come, by kind. */
    List<Class<? extends JobEvent>> claimed(int byEpoch, String worker, Instant now) {
        boolean free = state == State.OFFERED || held() && holder.equals(worker);
        if (!free || byEpoch != epoch) return List.of(JobEvent.ClaimRefused.class);
        state = State.HELD;
        holder = worker;
        due = now.plus(rules.lease());
        return List.of(JobEvent.LeaseGranted.class);
    }

    List<Class<? extends JobEvent>> reported(int byEpoch, String worker, Report.Body body, Instant now) {
        if (!held() || byEpoch != epoch || !holder.equals(worker)) return List.of();
        due = now.plus(rules.lease());
        if (body instanceof Report.CheckpointSaved c) {
            if (checkpointOf == epoch && c.checkpoint().epoch() <= checkpoint) return List.of();
            checkpoint = c.checkpoint().epoch();
            checkpointOf = epoch;
            return List.of(JobEvent.CheckpointPublished.class);
        }
        if (body instanceof Report.TrainingFinished)
            return checkpoint > 0 ? end(JobEvent.Finished.class) : failed(true, now);
        if (body instanceof Report.AttemptFailed f)
            return failed(f.failure().code().mayPass(), now);
        if (body instanceof Report.Released) {
            offer(epoch + 1, now);
            return List.of(JobEvent.Queued.class);
        }
        return List.of();
    }

    List<Class<? extends JobEvent>> cancelled() {
        return ended() ? List.of() : end(JobEvent.Cancelled.class);
    }

    List<Class<? extends JobEvent>> passed(Instant now) {
        if (ended() || due.isAfter(now)) return List.of();
        if (state == State.OFFERED) {
            offer(epoch, now);
            return List.of(JobEvent.Queued.class);
        }
        if (state == State.PAUSED) {
            offer(epoch + 1, now);
            return List.of(JobEvent.Queued.class);
        }
        losses++;
        if (losses == rules.allowedLeaseLosses()) {
            end(JobEvent.Failed.class);
            return List.of(JobEvent.LeaseLost.class, JobEvent.Failed.class);
        }
        offer(epoch + 1, now);
        return List.of(JobEvent.LeaseLost.class, JobEvent.Queued.class);
    }

    /** Deadlines are not remembered: each starts again in full. */
    void takenOver(Instant now) {
        if (state == State.HELD) due = now.plus(rules.lease());
        if (state == State.PAUSED) due = now.plus(rules.pause(failures));
        if (state == State.OFFERED) due = now.plus(rules.patience(offers));
    }

    private List<Class<? extends JobEvent>> failed(boolean mayPass, Instant now) {
        if (!mayPass || failures + 1 == rules.allowedFailures()) return end(JobEvent.Failed.class);
        failures++;
        state = State.PAUSED;
        holder = "";
        due = now.plus(rules.pause(failures));
        return List.of(JobEvent.RetryPlanned.class);
    }

    private List<Class<? extends JobEvent>> end(Class<? extends JobEvent> how) {
        assertThat(ended()).as("the model ends once").isFalse();
        state = State.ENDED;
        holder = "";
        return List.of(how);
    }

    private void offer(int under, Instant now) {
        offers = under == epoch ? offers + 1 : 1;
        epoch = under;
        state = State.OFFERED;
        holder = "";
        due = now.plus(rules.patience(offers));
    }

    static Failure failure(boolean mayPass) {
        return new Failure(mayPass ? Failure.Code.STORE_UNREACHABLE : Failure.Code.DIVERGED, "dice");
    }
}

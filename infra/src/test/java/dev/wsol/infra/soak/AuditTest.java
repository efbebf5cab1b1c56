package dev.wsol.infra.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.CheckpointPublished;
import dev.wsol.contract.JobEvent.Finished;
import dev.wsol.contract.JobEvent.LeaseGranted;
import dev.wsol.contract.JobEvent.LeaseLost;
import dev.wsol.contract.JobEvent.Queued;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobEvent.Submitted;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Recipe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final JobId A = new JobId("a");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobSpec SPEC = new JobSpec.Train(
            ModelSpec.named("scm"),
            DataRef.at("/data"),
            Recipe.OFFICIAL,
            new EvaluationRequest(EvaluationRequest.When.NEVER, List.of(), 0, "default"),
            "default");

    private final Audit audit = new Audit();

    @Test
    void a_good_history_has_no_violation_even_when_a_worker_was_lost() {
        hear(submitted(), queued(1), granted(1, "w1"), checkpoint(1, 1), new LeaseLost(A, NOW, 1, "w1"));
        hear(new Queued(A, NOW, 2, QueuedReason.LEASE_WAS_LOST, Optional.of(ref(1, 1))));
        hear(granted(2, "w2"), checkpoint(2, 2), new Finished(A, NOW, 2));

        assertThat(audit.violations()).isEmpty();
        assertThat(audit.lost(List.of(A))).isEmpty();
    }

    @Test
    void a_second_end_is_told_as_doubled() {
        hear(submitted(), queued(1), granted(1, "w1"), new Finished(A, NOW, 1), new Finished(A, NOW, 1));

        assertThat(audit.doubled()).isEqualTo(1);
        assertThat(audit.violations()).singleElement().asString().contains("a second end");
    }

    @Test
    void a_word_of_an_epoch_that_is_over_is_told_as_stale() {
        hear(submitted(), queued(1), granted(1, "w1"), new LeaseLost(A, NOW, 1, "w1"), queued(2), granted(2, "w2"));
        hear(checkpoint(1, 1));

        assertThat(audit.stale()).isPositive();
    }

    @Test
    void two_holders_of_one_lease_are_told_as_doubled() {
        hear(submitted(), queued(1), granted(1, "w1"), granted(1, "w2"));

        assertThat(audit.doubled()).isEqualTo(1);
    }

    @Test
    void a_checkpoint_that_goes_back_is_a_violation() {
        hear(submitted(), queued(1), granted(1, "w1"), checkpoint(1, 1), checkpoint(1, 2), checkpoint(1, 1));

        assertThat(audit.violations()).singleElement().asString().contains("published before");
    }

    @Test
    void a_job_that_has_not_ended_is_lost_and_so_is_one_that_no_event_knows() {
        hear(submitted(), queued(1));

        assertThat(audit.lost(List.of(A, new JobId("b")))).containsExactly(A, new JobId("b"));
    }

    private void hear(JobEvent... events) {
        for (var e : events) audit.hear(e);
    }

    private static Submitted submitted() {
        return new Submitted(A, NOW, "c", SPEC, Optional.empty());
    }

    private static Queued queued(int epoch) {
        return new Queued(A, NOW, epoch, QueuedReason.NEW, Optional.empty());
    }

    private static LeaseGranted granted(int epoch, String worker) {
        return new LeaseGranted(A, NOW, epoch, worker, Duration.ofSeconds(3));
    }

    private static CheckpointPublished checkpoint(int lease, int epoch) {
        return new CheckpointPublished(A, NOW, lease, ref(lease, epoch));
    }

    private static CheckpointRef ref(int lease, int epoch) {
        return new CheckpointRef("s3://wsol/jobs/a/e" + lease + "/checkpoints/" + epoch, "a".repeat(64), epoch);
    }
}

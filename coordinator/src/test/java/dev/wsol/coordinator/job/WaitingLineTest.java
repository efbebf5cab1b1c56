package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.LeaseGranted;
import dev.wsol.contract.JobEvent.Queued;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MemoryTable table = new MemoryTable();
    private final JobBook book = new JobBook(table, Rules.DEFAULT);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void jobs_behind_others_that_are_still_being_claimed_are_not_offered_again() {
        for (int n = 0; n < 200; n++) submit("job-" + n);

        var offered = new ArrayList<JobEvent>();
        for (int n = 0; n < 150; n++) {
            assertThat(claimAndFinish("job-" + n).get(0)).isInstanceOf(LeaseGranted.class);
            offered.addAll(pass(SECOND));
        }

        assertThat(offered).isEmpty();
    }

    @Test
    void a_job_that_others_have_overtaken_is_offered_again() {
        submit("overlooked");
        pass(SECOND);
        submit("later");
        claimAndFinish("later");

        assertThat(pass(Duration.ofSeconds(60))).containsExactly(again("overlooked"));
    }

    @Test
    void a_line_that_stands_still_offers_one_job_again_and_not_all() {
        for (int n = 0; n < 50; n++) submit("job-" + n);

        assertThat(pass(Duration.ofSeconds(61))).containsExactly(again("job-0"));
    }

    @Test
    void when_the_one_offered_again_is_claimed_the_others_that_were_lost_follow() {
        for (int n = 0; n < 3; n++) submit("job-" + n);
        pass(Duration.ofSeconds(61));
        claimAndFinish("job-0");

        assertThat(pass(Duration.ofSeconds(61))).containsExactly(again("job-1"), again("job-2"));
    }

    @Test
    void a_line_taken_over_from_another_coordinator_counts_as_new() {
        for (int n = 0; n < 3; n++) submit("job-" + n);
        pass(Duration.ofSeconds(59));
        book.takeOver(List.copyOf(table.jobs.values()), now);

        assertThat(pass(Duration.ofSeconds(59))).isEmpty();
        assertThat(pass(Duration.ofSeconds(2))).containsExactly(again("job-0"));
    }

    private Queued again(String id) {
        return new Queued(new JobId(id), now, 1, QueuedReason.NOT_CLAIMED, java.util.Optional.empty());
    }

    private void submit(String id) {
        book.on(new Command.Submit("c-" + id, new JobId(id), now, train(When.NEVER)), now);
    }

    private List<JobEvent> claimAndFinish(String id) {
        var granted = report(id, new Report.Claimed());
        report(id, new Report.AttemptFailed(new Failure(Failure.Code.DIVERGED, "ended for the test")));
        return granted;
    }

    private List<JobEvent> report(String id, Report.Body body) {
        return book.on(new Report(new JobId(id), 1, "w1", now, body), now);
    }

    private List<JobEvent> pass(Duration time) {
        now = now.plus(time);
        return book.tick(now);
    }
}

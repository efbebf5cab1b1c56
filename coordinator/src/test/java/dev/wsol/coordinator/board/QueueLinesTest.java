package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import dev.wsol.coordinator.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is told to wait in front of whom. */
class QueueLinesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobId FIRST = new JobId("zebra");
    private static final JobId SECOND = new JobId("ape");
    private final List<JobEvent> history = new ArrayList<>();

    /** The coordinator's clock stands still while it works through a burst of commands. */
    @Test
    void jobs_that_were_offered_in_the_same_moment_stand_in_the_order_of_their_offers() {
        submitted(FIRST, NOW);
        submitted(SECOND, NOW);
        offered(FIRST, 1, NOW);
        offered(SECOND, 1, NOW);

        assertThat(places(view())).containsExactly(1, 2);
        assertThat(places(keptAnew(view()))).containsExactly(1, 2);
    }

    @Test
    void who_was_offered_later_stands_behind_even_if_it_came_first() {
        submitted(FIRST, NOW);
        submitted(SECOND, NOW);
        offered(SECOND, 1, NOW);
        offered(FIRST, 1, NOW.plus(Duration.ofSeconds(1)));

        assertThat(places(view())).containsExactly(2, 1);
        assertThat(places(keptAnew(view()))).containsExactly(2, 1);
    }

    /** Or a job behind it would be told that no worker listens to its queue. */
    @Test
    void a_job_runs_without_a_break_while_its_worker_reports() throws InterruptedException {
        var lines = new QueueLines();
        var running = Job.accepted(FIRST, Samples.train(When.NEVER), Optional.empty())
                .offered(1)
                .becomes(JobState.RUNNING)
                .heldBy("w1");
        lines.see(running, 1, NOW);
        var worker = new Thread(() -> {
            for (int epoch = 1; epoch < 300_000; epoch++) lines.see(running.trained(epoch), 1, NOW.plusMillis(epoch));
        });
        worker.start();

        while (worker.isAlive()) assertThat(lines.running(running)).isEqualTo(1);
        worker.join();
    }

    private void submitted(JobId job, Instant at) {
        history.add(new JobEvent.Submitted(job, at, "c", Samples.train(When.NEVER), Optional.empty(), ""));
    }

    private void offered(JobId job, int epoch, Instant at) {
        history.add(new JobEvent.Queued(job, at, epoch, QueuedReason.NEW, Optional.empty()));
    }

    private JobView view() {
        var view = new JobView();
        for (int at = 0; at < history.size(); at++) view.hear(new Seen(2L * at, history.get(at)));
        return view;
    }

    private static JobView keptAnew(JobView view) {
        var next = new JobView();
        next.recall(view.keep());
        return next;
    }

    private static List<Integer> places(JobView view) {
        return List.of(
                view.lines().place(FIRST).orElseThrow(),
                view.lines().place(SECOND).orElseThrow());
    }
}

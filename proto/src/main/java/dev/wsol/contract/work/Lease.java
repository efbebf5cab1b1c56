package dev.wsol.contract.work;

import dev.wsol.contract.Progress;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work on one job, as long as it lasts. Signs of life are sent from a thread of its own, whatever the work
 * does; the work asks {@link #mustStop} between its steps. Close it when the work has ended; until then the worker begins
 * no other job.
 */
public final class Lease implements AutoCloseable {
    /** At most five progress messages a second. */
    private static final Duration PROGRESS_GAP = Duration.ofMillis(200);

    private static final Duration REPORT_LIMIT = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final QueuedJob job;
    private final String worker;
    private final LeaseWatch watch;
    private final LeaseClock clock;
    private final Outbox outbox;
    private final Throttle progress;
    private Runnable free;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param granted length of the lease as the coordinator granted it
     * @param clock started when the claim was sent
     */
    Lease(
            QueuedJob job,
            String worker,
            LeaseWatch watch,
            Duration granted,
            LeaseClock clock,
            Outbox outbox,
            Runnable free) {
        this.job = job;
        this.worker = worker;
        this.watch = watch;
        this.clock = clock;
        this.outbox = outbox;
        this.progress = new Throttle(PROGRESS_GAP, System::nanoTime, outbox::send);
        this.free = free;
        var alive = new Thread(() -> stayAlive(granted.dividedBy(4)), "wsol-alive-" + job.job());
        alive.setDaemon(true);
        alive.start();
    }

    public QueuedJob job() {
        return job;
    }

    /** The name under which the lease was granted: the worker's own and a random suffix. */
    public String worker() {
        return worker;
    }

    /**
     * Says something about the job and waits until Kafka has it. Reports arrive in the order in which they are made. While
     * Kafka is away it is tried again, as long as the lease holds: an attempt may be worth hours.
     *
     * @throws WorkException if Kafka does not take it in time
     */
    public void report(Report.Body body) {
        progress.flush();
        long end = System.nanoTime() + REPORT_LIMIT.toNanos();
        var sent = send(body);
        while (neverLeft(sent) && !mustStop() && System.nanoTime() < end) {
            LOG.warn("Kafka does not take a report on job {}; trying again.", job.job());
            sent = send(body);
        }
        await(sent);
    }

    /**
     * The producer has waited for a way to Kafka and found none. Only that is known so early; a report that
     * is under way already must not be sent again, or it may arrive twice.
     */
    private static boolean neverLeft(CompletableFuture<Void> sent) {
        if (!sent.isCompletedExceptionally()) return false;
        return sent.handle((done, failure) -> failure instanceof org.apache.kafka.common.errors.TimeoutException)
                .join();
    }

    private void await(CompletableFuture<Void> sent) {
        try {
            sent.get(REPORT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new WorkException(
                    "cannot report on job " + job.job() + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new WorkException("Kafka did not take a report on job " + job.job() + " in time", e);
        } catch (InterruptedException e) {
            throw TopicSetup.interrupted(e);
        }
    }

    /** For watchers: a few of these a second go out, and the last one always. Never waits, never throws. */
    public void progress(Progress.Body body) {
        progress.offer(new Progress(job.job(), job.leaseEpoch(), worker, Instant.now(), body));
    }

    /** Whether the work must end without another word: somebody else may be working on the job, or nobody shall. */
    public boolean mustStop() {
        return whyStop().isPresent();
    }

    /** Why {@link #mustStop()}. */
    public Optional<String> whyStop() {
        return watch.whyStop()
                .or(() -> clock.over(System.nanoTime())
                        ? Optional.of("no sign of life has reached Kafka for a lease time")
                        : Optional.empty());
    }

    /** Why the work is to be saved between two steps and the job given back; empty while it may go on. */
    public Optional<String> whyGiveBack() {
        return watch.whyGiveBack();
    }

    /** Ends the signs of life and frees the worker for the next job. */
    @Override
    public void close() {
        if (closed.getCount() == 0) return;
        closed.countDown();
        progress.flush();
        free.run();
    }

    /** Nobody has begun to work on it. Does not wait. */
    void giveBack(String reason) {
        send(new Report.Released(reason)).exceptionally(failure -> {
            LOG.warn("Job {} cannot be given back: {}", job.job(), failure.getMessage());
            return null;
        });
        close();
    }

    /** Also does this when it is closed. */
    void whenClosed(Runnable also) {
        var before = free;
        free = () -> {
            before.run();
            also.run();
        };
    }

    private CompletableFuture<Void> send(Report.Body body) {
        return outbox.send(new Report(job.job(), job.leaseEpoch(), worker, Instant.now(), body));
    }

    /** The first sign goes out at once when the answer to the claim has used up much of the lease. */
    private void stayAlive(Duration every) {
        try {
            if (!clock.young(System.nanoTime())) sayAlive();
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS) && !mustStop()) sayAlive();
        } catch (InterruptedException e) {
            LOG.warn("The signs of life for job {} were interrupted: its lease will run out.", job.job());
        }
    }

    private void sayAlive() {
        long sent = System.nanoTime();
        var unused = send(new Report.Alive()).whenComplete((done, failure) -> {
            if (failure == null) clock.renewed(sent, System.nanoTime());
            else LOG.warn("A sign of life for job {} was lost: {}", job.job(), failure.getMessage());
        });
        progress.flush();
    }
}

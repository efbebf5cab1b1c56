package dev.wsol.contract.work;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.QueueCodec;
import dev.wsol.contract.work.Queues.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a record to a lease: the record is claimed, the coordinator answers, and only then is the record acknowledged.
 * {@link #heard} is called from the thread that listens to events.
 */
final class Claims {
    private static final String TOO_LATE = "the grant came after the worker had given up waiting for it";
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final String worker;
    private final Duration patience;
    private final Outbox outbox;
    private final Set<LeaseWatch> watched = ConcurrentHashMap.newKeySet();

    Claims(String worker, Duration patience, Outbox outbox) {
        this.worker = worker;
        this.patience = patience;
        this.outbox = outbox;
    }

    /** Whether a claim is under way or a lease is held. */
    boolean busy() {
        return !watched.isEmpty();
    }

    /** Settles the record in any case. */
    Optional<Lease> claim(Taken taken) {
        QueuedJob job;
        try {
            job = QueueCodec.decode(taken.record().value())
                    .orElseThrow(() -> new BadMessage("a kind of job that this build does not know", null));
        } catch (BadMessage e) {
            bury(taken, e.getMessage());
            return Optional.empty();
        }
        var watch = new LeaseWatch(job.job(), job.leaseEpoch(), worker);
        watched.add(watch);
        long since = System.nanoTime();
        var verdict = ask(job, watch);
        if (verdict.isPresent() && verdict.get() instanceof JobEvent.LeaseGranted granted) {
            taken.accept();
            return leased(job, watch, granted, new LeaseClock(granted.lease(), since));
        }
        watched.remove(watch);
        if (verdict.isPresent()) taken.accept();
        else giveUp(taken, watch);
        return Optional.empty();
    }

    private Optional<Lease> leased(QueuedJob job, LeaseWatch watch, JobEvent.LeaseGranted granted, LeaseClock clock) {
        if (clock.over(System.nanoTime())) {
            watched.remove(watch);
            giveBack(granted, "the answer to the claim took longer than the lease");
            return Optional.empty();
        }
        return Optional.of(new Lease(job, worker, watch, granted.lease(), clock, outbox, () -> watched.remove(watch)));
    }

    /** The coordinator's answer; empty if there is none in time. */
    private Optional<JobEvent> ask(QueuedJob job, LeaseWatch watch) {
        var claimed = outbox.send(new Report(job.job(), job.leaseEpoch(), worker, Instant.now(), new Report.Claimed()));
        try {
            claimed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(watch.verdict().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            LOG.warn("No answer to the claim of job {} in time: it goes back to its queue.", job.job());
        } catch (ExecutionException e) {
            LOG.warn("Job {} cannot be claimed: {}", job.job(), e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(watch.verdict().getNow(null));
    }

    private void giveUp(Taken taken, LeaseWatch watch) {
        taken.release();
        // The answer may have come in the moment between the end of patience and the end of the watch.
        if (watch.verdict().getNow(null) instanceof JobEvent.LeaseGranted granted) giveBack(granted, TOO_LATE);
    }

    /** The record is let go only after the dead letter is safe. */
    private void bury(Taken taken, String reason) {
        var record = taken.record();
        LOG.warn("{} offset {} goes to the dead letters: {}", record.topic(), record.offset(), reason);
        try {
            outbox.bury(record, reason).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            taken.accept();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The dead letter was not taken: {}", e.getMessage());
            taken.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void heard(JobEvent event) {
        watched.forEach(watch -> watch.heard(event));
        if (event instanceof JobEvent.LeaseGranted granted
                && granted.worker().equals(worker)
                && watched.stream().noneMatch(watch -> watch.isFor(granted))) giveBack(granted, TOO_LATE);
    }

    /** The job need not wait for a lease to run out that this worker cannot use. */
    private void giveBack(JobEvent.LeaseGranted granted, String reason) {
        var released = outbox.send(
                new Report(granted.job(), granted.leaseEpoch(), worker, Instant.now(), new Report.Released(reason)));
        released.exceptionally(failure -> {
            LOG.warn("Job {} cannot be given back: {}", granted.job(), failure.getMessage());
            return null;
        });
    }
}

package dev.wsol.contract.work;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the coordinator says about one claim: granted or refused, and later why to stop. Fed by the event tail from before
 * the claim is sent, so that nothing is missed; asked by the thread that works. No Kafka, no clock.
 */
final class LeaseWatch {
    private final JobId job;
    private final int epoch;
    private final String worker;
    private final CompletableFuture<JobEvent> verdict = new CompletableFuture<>();
    private volatile String stop;
    private volatile String giveBack;

    LeaseWatch(JobId job, int epoch, String worker) {
        this.job = job;
        this.epoch = epoch;
        this.worker = worker;
    }

    /** {@link JobEvent.LeaseGranted} or {@link JobEvent.ClaimRefused}, once it is heard. */
    CompletableFuture<JobEvent> verdict() {
        return verdict;
    }

    Optional<String> whyStop() {
        return Optional.ofNullable(stop);
    }

    /** Why the work is to be saved and the job given back. */
    Optional<String> whyGiveBack() {
        return Optional.ofNullable(giveBack);
    }

    boolean isFor(JobEvent.LeaseGranted granted) {
        return isOwn(granted.job(), granted.leaseEpoch(), granted.worker());
    }

    void heard(JobEvent event) {
        if (!event.job().equals(job)) return;
        if (event instanceof JobEvent.LeaseGranted e) granted(e);
        if (event instanceof JobEvent.ClaimRefused e && isOwn(e.job(), e.leaseEpoch(), e.worker())) verdict.complete(e);
        if (event instanceof JobEvent.LeaseLost e && e.leaseEpoch() >= epoch)
            stop("the coordinator heard nothing of " + e.worker() + " for a lease time");
        if (event instanceof JobEvent.Queued e && e.leaseEpoch() > epoch)
            stop("the job is queued again under lease epoch " + e.leaseEpoch());
        if (verdict.isDone()) heardAtWork(event);
        if (event instanceof JobEvent.Paused e && e.leaseEpoch() >= epoch) stop("the job is paused");
        if (event instanceof JobEvent.Finished e && e.leaseEpoch() >= epoch) stop("the job has ended");
        if (event instanceof JobEvent.Failed e && e.leaseEpoch() >= epoch) stop("the job has ended");
    }

    /** The tail may be behind the queue: what it tells before the answer to the claim was said to an earlier holder. */
    private void heardAtWork(JobEvent event) {
        if (event instanceof JobEvent.PauseAsked e)
            giveBack = e.by().isBlank() ? "the job is paused" : "the job is paused by " + e.by();
        if (event instanceof JobEvent.Changed e && e.change().epochs().isPresent())
            giveBack = "the job has another number of epochs now";
        if (event instanceof JobEvent.Cancelled e)
            stop("cancelled" + (e.by().isBlank() ? "" : " by " + e.by())
                    + (e.reason().isBlank() ? "" : ": " + e.reason()));
    }

    private void granted(JobEvent.LeaseGranted e) {
        if (isFor(e)) verdict.complete(e);
        else if (e.leaseEpoch() >= epoch) stop(e.worker() + " has the lease under epoch " + e.leaseEpoch());
    }

    private boolean isOwn(JobId otherJob, int otherEpoch, String otherWorker) {
        return otherJob.equals(job) && otherEpoch == epoch && otherWorker.equals(worker);
    }

    /** The first reason stays. */
    private synchronized void stop(String why) {
        if (stop == null) stop = why;
    }
}

package dev.wsol.coordinator.board;

import dev.wsol.contract.JobEvent;
import dev.wsol.coordinator.job.Fold;
import dev.wsol.coordinator.job.Rules;

/** What each event makes of a card. The job in it follows the same rules as in the coordinator. */
final class CardFold implements JobEvent.Cases<JobCard> {
    private final JobCard card;

    /** @param card before the event; the job must have been submitted */
    CardFold(JobCard card) {
        this.card = card;
    }

    private JobCard next(JobEvent e) {
        return card.with(Fold.after(card.job(), e));
    }

    @Override
    public JobCard submitted(JobEvent.Submitted e) {
        return card;
    }

    @Override
    public JobCard queued(JobEvent.Queued e) {
        return next(e).offered(e.at()).waiting(why(e));
    }

    private static String why(JobEvent.Queued e) {
        return switch (e.reason()) {
            case NEW -> "no worker has taken it yet";
            case LEASE_WAS_LOST -> "its worker fell silent; another one may continue it";
            case RETRY -> "no worker has taken it yet for another try";
            case NOT_CLAIMED -> "no worker has taken it for long: is one running that serves its queue?";
            case RESUMED, REOPENED, CHANGED, PLACE_FREE -> "no worker has taken it yet";
            case RELEASED_BY_WORKER -> "its worker gave it back; another one may continue it";
        };
    }

    @Override
    public JobCard leaseGranted(JobEvent.LeaseGranted e) {
        return next(e).started(e.at());
    }

    @Override
    public JobCard claimRefused(JobEvent.ClaimRefused e) {
        return card;
    }

    @Override
    public JobCard leaseLost(JobEvent.LeaseLost e) {
        return next(e);
    }

    @Override
    public JobCard epochDone(JobEvent.EpochDone e) {
        return next(e).withEpoch(e.report());
    }

    @Override
    public JobCard checkpointPublished(JobEvent.CheckpointPublished e) {
        return e.checkpoint().partial() ? next(e) : next(e).withCheckpoint(e.checkpoint());
    }

    @Override
    public JobCard scored(JobEvent.Scored e) {
        return next(e).withResult(e.result());
    }

    @Override
    public JobCard retryPlanned(JobEvent.RetryPlanned e) {
        return next(e).waiting("attempt " + e.failures() + " of " + e.allowed() + " failed ("
                + e.failure().message() + "); a pause before the next, until "
                + e.at().plus(Rules.DEFAULT.pause(e.failures())));
    }

    @Override
    public JobCard finished(JobEvent.Finished e) {
        return next(e).ended(e.at());
    }

    @Override
    public JobCard failed(JobEvent.Failed e) {
        return next(e).ended(e.at());
    }

    @Override
    public JobCard cancelled(JobEvent.Cancelled e) {
        return next(e).ended(e.at()).cancelled(e.by(), e.reason());
    }

    @Override
    public JobCard pauseAsked(JobEvent.PauseAsked e) {
        return next(e);
    }

    @Override
    public JobCard paused(JobEvent.Paused e) {
        return next(e).waiting("paused");
    }

    @Override
    public JobCard resumed(JobEvent.Resumed e) {
        return next(e);
    }

    @Override
    public JobCard reopened(JobEvent.Reopened e) {
        return next(e).open();
    }

    @Override
    public JobCard changed(JobEvent.Changed e) {
        return next(e).waiting(card.waiting());
    }

    @Override
    public JobCard held(JobEvent.Held e) {
        return next(e).waiting(e.reason());
    }

    @Override
    public JobCard drainAsked(JobEvent.DrainAsked e) {
        return card;
    }

    @Override
    public JobCard refused(JobEvent.Refused e) {
        return card;
    }

    @Override
    public JobCard searched(JobEvent.Searched e) {
        return card;
    }

    @Override
    public JobCard checkpointRegistered(JobEvent.CheckpointRegistered e) {
        return card;
    }

    @Override
    public JobCard benchmarkCreated(JobEvent.BenchmarkCreated e) {
        return card;
    }

    @Override
    public JobCard benchmarkDeleted(JobEvent.BenchmarkDeleted e) {
        return card;
    }

    @Override
    public JobCard benchmarkBackfilled(JobEvent.BenchmarkBackfilled e) {
        return card;
    }

    @Override
    public JobCard regressionDetected(JobEvent.RegressionDetected e) {
        return card;
    }
}

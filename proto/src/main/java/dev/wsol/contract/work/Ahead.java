package dev.wsol.contract.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A worker's next job, claimed while the one before is still at work. Either somebody gets its lease or it is given back. */
final class Ahead {
    private static final String TOO_LONG = "the job before it lasts longer than those before did";

    private final Hand hand;
    private final CompletableFuture<Optional<Lease>> next = new CompletableFuture<>();

    Ahead(Hand hand) {
        this.hand = hand;
    }

    Hand hand() {
        return hand;
    }

    /** Looks until there is a job or {@link #stop}; on a thread of its own. */
    void look() {
        try {
            while (!next.isDone()) hand.look(next::isDone).ifPresent(this::found);
            if (next.join().isEmpty()) hand.rest();
        } finally {
            next.complete(Optional.empty());
        }
    }

    private void found(Lease lease) {
        if (!next.complete(Optional.of(lease))) lease.giveBack(TOO_LONG);
    }

    /** Nobody waits for it any longer. */
    void stop() {
        if (!next.complete(Optional.empty())) next.join().ifPresent(lease -> lease.giveBack(TOO_LONG));
    }

    /** Whether it has ended, with a job or without one. */
    boolean over(Duration patience) {
        try {
            next.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** When it is over. */
    Optional<Lease> lease() {
        return next.join();
    }
}

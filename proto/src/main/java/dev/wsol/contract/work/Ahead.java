package dev.wsol.contract.work;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A job of a worker's near future, looked for and claimed while another one is at work. Either somebody takes its lease or it is
 * given back.
 */
final class Ahead {
    private static final String TOO_LONG = "the job before it lasts longer than those before did";

    private final Hand hand;
    private final Consumer<Ahead> home;
    private Lease found;
    private boolean stopped;
    private volatile boolean enough;

    /** @param home called once, on the thread that looks, when the hand is free again: with a job or without one */
    Ahead(Hand hand, Consumer<Ahead> home) {
        this.hand = hand;
        this.home = home;
    }

    Hand hand() {
        return hand;
    }

    /** Looks until there is a job, or until told that it is enough; on a thread of its own. */
    void look() {
        try {
            while (!enough) hand.look(() -> enough).ifPresent(this::found);
            if (isEmpty()) hand.rest();
        } finally {
            home.accept(this);
        }
    }

    private synchronized void found(Lease lease) {
        enough = true;
        if (stopped) lease.giveBack(TOO_LONG);
        else found = lease;
    }

    private synchronized boolean isEmpty() {
        return found == null;
    }

    /** Nobody waits for it any longer. */
    synchronized void stop() {
        enough = true;
        stopped = true;
        take().ifPresent(lease -> lease.giveBack(TOO_LONG));
    }

    /** What it found; only once. */
    synchronized Optional<Lease> take() {
        var lease = Optional.ofNullable(found);
        found = null;
        return lease;
    }
}

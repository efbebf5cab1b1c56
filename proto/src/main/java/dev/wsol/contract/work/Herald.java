package dev.wsol.contract.work;

import dev.wsol.contract.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Says that a worker is there: at once, every few seconds, and when it begins to leave. For people; it steers nothing. */
final class Herald {
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** How often it looks whether there is something to say; also how soon what did not arrive is said again. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final WorkSettings settings;
    private final String worker;
    private final Outbox outbox;
    private final BooleanSupplier leaving;
    private volatile long arrived;
    private volatile boolean said;
    private volatile boolean saidLeaving;

    Herald(WorkSettings settings, String worker, Outbox outbox, BooleanSupplier leaving) {
        this.settings = settings;
        this.worker = worker;
        this.outbox = outbox;
        this.leaving = leaving;
    }

    void start(ScheduledExecutorService clock) {
        var unused = clock.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        boolean now = leaving.getAsBoolean();
        if (said && now == saidLeaving && System.nanoTime() - arrived < EVERY.toNanos()) return;
        var sent = outbox.send(word(now, false)).thenRun(() -> {
            arrived = System.nanoTime();
            saidLeaving = now;
            said = true;
        });
        sent.exceptionally(lost -> null); // it is said again at the next look
    }

    void gone() {
        if (said) outbox.send(word(true, true)).exceptionally(lost -> null);
    }

    private Presence word(boolean leaves, boolean gone) {
        var kind = settings.kind().name().toLowerCase(Locale.ROOT);
        return new Presence(worker, Instant.now(), kind, settings.queues(), settings.device(), leaves, gone);
    }
}

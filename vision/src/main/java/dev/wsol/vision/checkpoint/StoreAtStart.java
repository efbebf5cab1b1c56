package dev.wsol.vision.checkpoint;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store may come up later than its clients. */
public final class StoreAtStart {
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(StoreAtStart.class);

    private StoreAtStart() {}

    /**
     * Opens the store, makes its bucket, and cleans up uploads that were abandoned more than a day ago.
     *
     * @param patience how long the store may be unreachable
     * @throws StoreException naming the store
     */
    public static S3CheckpointStore open(StoreSettings settings, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        var store = S3CheckpointStore.open(settings);
        for (var wait = FIRST_WAIT; ; wait = longer(wait)) {
            try {
                store.ensureBucket();
                store.abortAbandoned(ABANDONED);
                return store;
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.UNREACHABLE || System.nanoTime() + wait.toNanos() > end) {
                    store.close();
                    throw e;
                }
                LOG.warn("The object store is not there yet ({}); trying again.", e.getMessage());
                LockSupport.parkNanos(wait.toNanos());
            }
        }
    }

    private static Duration longer(Duration wait) {
        var twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
    }
}

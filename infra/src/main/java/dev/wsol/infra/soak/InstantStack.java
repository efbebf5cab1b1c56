package dev.wsol.infra.soak;

import dev.wsol.contract.JobId;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.work.Kind;
import dev.wsol.coordinator.Coordinator;
import dev.wsol.coordinator.CoordinatorSettings;
import dev.wsol.infra.local.LocalBroker;
import dev.wsol.infra.local.LocalStackException;
import dev.wsol.infra.local.LocalStore;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The local stack in this process, with workers that train nothing: what is left is the cost of the path itself. */
public final class InstantStack implements AutoCloseable {
    private static final Duration UP_LIMIT = Duration.ofSeconds(60);
    private static final Logger LOG = LoggerFactory.getLogger(InstantStack.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private LocalBroker broker;
    private LocalStore store;
    private Coordinator coordinator;

    private InstantStack() {}

    /**
     * Returns when jobs are taken.
     *
     * @param stored whether the bytes of checkpoints are put into the store, or only their names told
     * @param started hears of each job when its training begins, on the thread that would train
     */
    public static InstantStack start(Path dir, int workers, boolean stored, Consumer<JobId> started) {
        var stack = new InstantStack();
        try {
            stack.broker = stack.keep(LocalBroker.start(dir.resolve("kafka")));
            stack.store = stack.keep(LocalStore.start(dir.resolve("s3")));
            stack.startCoordinator();
            for (int n = 1; n <= workers; n++)
                stack.keep(InstantWorker.start(
                        new InstantWorker.Plan(Kind.TRAIN, "instant-" + n, dir.resolve("temp"), Duration.ZERO, stored),
                        stack.kafka(),
                        stack.s3(),
                        started));
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    public URI http() {
        return coordinator.address();
    }

    public KafkaSettings kafka() {
        return KafkaSettings.at(broker.bootstrap());
    }

    /** Another coordinator of the same cluster takes this one's place; returns when it works. */
    public Coordinator startCoordinator() {
        coordinator = keep(Coordinator.start(
                CoordinatorSettings.of(kafka()).withPort(0).withSessionTimeout(Duration.ofSeconds(2))));
        awaitUp(coordinator);
        return coordinator;
    }

    /** The one that answers at {@link #http()}. */
    public Coordinator coordinator() {
        return coordinator;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) stop(parts.pop());
    }

    private StoreSettings s3() {
        return new StoreSettings(store.endpoint(), store.region(), store.accessKey(), store.secretKey(), "wsol");
    }

    private static void awaitUp(Coordinator coordinator) {
        long end = System.nanoTime() + UP_LIMIT.toNanos();
        while (!coordinator.health().status().equals("up")) {
            if (System.nanoTime() > end)
                throw new LocalStackException("the coordinator is not up in time: " + coordinator.health());
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalStackException("interrupted while the coordinator starts", e);
            }
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // AutoCloseable promises no less; the other parts must be closed all the same
            LOG.warn("{} did not stop well.", part.getClass().getSimpleName(), e);
        }
    }
}

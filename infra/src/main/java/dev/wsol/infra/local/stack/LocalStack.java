package dev.wsol.infra.local.stack;

import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.coordinator.Coordinator;
import dev.wsol.coordinator.CoordinatorSettings;
import dev.wsol.evaluator.Evaluator;
import dev.wsol.evaluator.EvaluatorSettings;
import dev.wsol.infra.local.DataDirectory;
import dev.wsol.infra.local.LocalBroker;
import dev.wsol.infra.local.LocalStackException;
import dev.wsol.infra.local.LocalStore;
import dev.wsol.vision.checkpoint.StoreSettings;
import dev.wsol.worker.TrainWorker;
import dev.wsol.worker.WorkerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, object store, coordinator, worker and evaluator, wired like in production: they meet at addresses only. May be
 * closed by another thread at any time, also while it starts.
 */
public final class LocalStack implements AutoCloseable {
    /** One bucket for everything, as everywhere. */
    public static final String BUCKET = "wsol";

    private static final Duration UP_LIMIT = Duration.ofSeconds(90);
    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private final StackPlan plan;
    private final ConcurrentLinkedDeque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;
    private LocalBroker broker;
    private LocalStore store;
    private Coordinator coordinator;

    public LocalStack(StackPlan plan) {
        this.plan = plan;
    }

    /**
     * Starts part after part and returns when jobs are taken.
     *
     * @throws LocalStackException if a part cannot start; the ones before it are stopped again. The exceptions of the
     *     services' own starts pass through.
     */
    public LocalStack start() {
        try {
            var directory = keep(DataDirectory.open(plan.dir()));
            broker = keep(LocalBroker.start(directory.below("kafka"), plan.kafkaPort()));
            store = keep(LocalStore.start(directory.below("s3"), plan.s3Port()));
            coordinator = keep(Coordinator.start(coordinatorSettings().withStateDir(directory.below("coordinator"))));
            awaitUp();
            shareTheProcessors(plan.slots());
            var temp = directory.below("temp");
            keep(TrainWorker.start(WorkerSettings.of(kafka(), storeSettings())
                    .withName("local-trainer")
                    .withSlots(plan.slots())
                    .withTemp(temp)));
            keep(Evaluator.start(EvaluatorSettings.of(kafka(), storeSettings(), temp)));
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public URI http() {
        return coordinator.address();
    }

    public KafkaSettings kafka() {
        return KafkaSettings.at(broker.bootstrap());
    }

    public StoreSettings storeSettings() {
        return new StoreSettings(store.endpoint(), store.region(), store.accessKey(), store.secretKey(), BUCKET);
    }

    public URI s3() {
        return store.endpoint();
    }

    /** File with the access key and the secret key of the store, one a line. */
    public Path s3Credentials() {
        return store.path().resolve("credentials");
    }

    /** Whether somebody has asked it to stop. */
    public boolean isClosed() {
        return closed;
    }

    /** Stops in the opposite order of starting, each part for a bounded time. */
    @Override
    public void close() {
        closed = true;
        for (var part = parts.pollLast(); part != null; part = parts.pollLast()) stop(part);
    }

    private CoordinatorSettings coordinatorSettings() {
        return CoordinatorSettings.of(kafka())
                .withPort(plan.httpPort())
                .withLease(plan.lease())
                .withOwners(plan.owners())
                .withSessionTimeout(Duration.ofSeconds(2)); // the embedded broker allows it
    }

    private void awaitUp() {
        long end = System.nanoTime() + UP_LIMIT.toNanos();
        while (!coordinator.health().status().equals("up")) {
            if (closed) throw new LocalStackException("the local stack is stopping");
            if (System.nanoTime() > end)
                throw new LocalStackException("the coordinator is not up after " + UP_LIMIT.toSeconds() + " s: "
                        + coordinator.health() + "; look at its log");
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while the coordinator starts", e);
        }
    }

    /** Slots that each use all cores get in each other's way. The engine reads this once, when it is loaded. */
    private static void shareTheProcessors(int slots) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / slots);
        System.getProperties().putIfAbsent("ai.djl.pytorch.num_threads", String.valueOf(threads));
        System.getProperties().putIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.addLast(part);
        if (closed) { // asked to stop while this part was starting
            close();
            throw new LocalStackException("the local stack is stopping");
        }
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

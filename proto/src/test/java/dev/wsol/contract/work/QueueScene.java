package dev.wsol.contract.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.env.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A real broker, a coordinator that grants what is claimed, and for each test a queue of its own, and so a topic and a group. */
final class QueueScene implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration QUIET = Duration.ofSeconds(1);

    final TopicSetup setup;
    final FakeCoordinator coordinator;
    private final TestBroker broker;
    private int queues;
    private String queue;

    private QueueScene(TestBroker broker) {
        this.broker = broker;
        setup = TopicSetup.connect(broker.settings(), SOON);
        setup.ensureFixed();
        coordinator = new FakeCoordinator(broker.settings());
    }

    static QueueScene start(Path dir) {
        return new QueueScene(TestBroker.start(dir));
    }

    /** Its name. */
    String newQueue() {
        queue = "q" + ++queues;
        setup.ensureQueue(Kind.TRAIN, queue);
        coordinator.answering(true);
        coordinator.leaseOf(Duration.ofSeconds(10));
        return queue;
    }

    KafkaSettings kafka() {
        return broker.settings();
    }

    QueuedJob offered(String id) {
        return offered(Some.job(id));
    }

    QueuedJob offered(QueuedJob job) {
        coordinator.offer(Kind.TRAIN.topic(queue), job);
        return job;
    }

    WorkQueue worker(String name, Transport transport) {
        return WorkQueue.open(settings(name, transport));
    }

    WorkSettings settings(String name, Transport transport) {
        return WorkSettings.of(kafka(), name, Kind.TRAIN, List.of(queue)).over(transport);
    }

    /** Takes until the condition no longer holds; what was taken, if anything. */
    static Optional<Lease> takenWhile(WorkQueue worker, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (condition.getAsBoolean() && System.nanoTime() < end) {
            var lease = worker.take(Duration.ZERO);
            if (lease.isPresent()) return lease;
        }
        assertThat(condition.getAsBoolean()).as("waited in vain").isFalse();
        return Optional.empty();
    }

    @Override
    public void close() throws InterruptedException {
        coordinator.close();
        setup.close();
        broker.close();
    }
}

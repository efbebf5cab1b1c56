package dev.wsol.infra.e2e;

import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.coordinator.Coordinator;
import dev.wsol.coordinator.CoordinatorSettings;
import dev.wsol.evaluator.Evaluator;
import dev.wsol.evaluator.EvaluatorSettings;
import dev.wsol.infra.containers.KafkaCluster;
import dev.wsol.infra.containers.S3Server;
import dev.wsol.infra.containers.WithContainers;
import dev.wsol.vision.checkpoint.StoreSettings;
import dev.wsol.worker.TrainWorker;
import dev.wsol.worker.WorkerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The same walk with Kafka and S3 in containers, and the three services in this process. */
@WithContainers
class EndToEndInContainersTest extends EndToEndTest {
    @Override
    Stack open(Path dir) {
        var stack = new Contained();
        try {
            return stack.start(dir);
        } catch (RuntimeException | Error e) {
            stack.close();
            throw e;
        }
    }

    private static final class Contained implements Stack {
        private final Deque<AutoCloseable> parts = new ArrayDeque<>();
        private KafkaSettings kafka;
        private StoreSettings store;
        private Coordinator coordinator;

        Contained start(Path dir) {
            var cluster = KafkaCluster.start(1);
            parts.push(cluster);
            var server = S3Server.start();
            parts.push(server);
            kafka = KafkaSettings.at(cluster.bootstrap());
            store = server.settings();
            coordinator = Coordinator.start(CoordinatorSettings.of(kafka).withPort(0));
            parts.push(coordinator);
            parts.push(TrainWorker.start(WorkerSettings.of(kafka, store).withTemp(dir)));
            parts.push(Evaluator.start(EvaluatorSettings.of(kafka, store, dir)));
            return this;
        }

        @Override
        public URI http() {
            return coordinator.address();
        }

        @Override
        public KafkaSettings kafka() {
            return kafka;
        }

        @Override
        public StoreSettings storeSettings() {
            return store;
        }

        @Override
        public void close() {
            while (!parts.isEmpty()) close(parts.pop());
        }

        private static void close(AutoCloseable part) {
            try {
                part.close();
            } catch (Exception e) { // AutoCloseable promises no less
                throw new AssertionError("a part did not stop well", e);
            }
        }
    }
}

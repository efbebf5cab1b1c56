package dev.wsol.contract.work;

import dev.wsol.contract.env.KafkaSettings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waiting, for a bounded time, until Kafka answers. */
final class Reach {
    private static final Duration TRY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Reach.class);

    private Reach() {}

    /**
     * The number of brokers. The client itself waits between its tries, ever longer.
     *
     * @throws WorkException naming the address
     */
    static int kafka(Admin admin, KafkaSettings kafka, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            long left = Math.max(1, end - System.nanoTime());
            var nodes = admin.describeCluster().nodes();
            try {
                return nodes.get(Math.min(TRY.toNanos(), left), TimeUnit.NANOSECONDS)
                        .size();
            } catch (TimeoutException e) {
                if (System.nanoTime() >= end) throw unreachable(kafka, patience, e);
                LOG.warn("Kafka at {} does not answer yet; trying again.", kafka.bootstrap());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) throw unusable(kafka, e.getCause());
                if (System.nanoTime() >= end) throw unreachable(kafka, patience, e.getCause());
            } catch (InterruptedException e) {
                throw TopicSetup.interrupted(e);
            }
        }
    }

    static WorkException unusable(KafkaSettings kafka, Throwable e) {
        var why = e.getCause() == null
                ? e.getMessage()
                : e.getMessage() + ": " + e.getCause().getMessage();
        return new WorkException(
                "Kafka at '" + kafka.bootstrap() + "' cannot be used (" + why
                        + "): check the address in WSOL_KAFKA and the client settings",
                e);
    }

    private static WorkException unreachable(KafkaSettings kafka, Duration patience, Throwable e) {
        return new WorkException(
                "Kafka at " + kafka.bootstrap() + " did not answer within " + patience.toSeconds()
                        + " s: start the broker, or correct WSOL_KAFKA",
                e);
    }
}

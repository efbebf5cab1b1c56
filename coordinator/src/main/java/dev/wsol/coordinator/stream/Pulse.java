package dev.wsol.coordinator.stream;

import dev.wsol.contract.env.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Whether Kafka answers now. */
public final class Pulse implements AutoCloseable {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int TIMEOUT_MS = 2_000;
    private final Admin admin;
    private boolean alive;
    private long asked;

    public Pulse(KafkaSettings kafka) {
        admin = Admin.create(
                kafka.with(Map.of("request.timeout.ms", TIMEOUT_MS, "default.api.timeout.ms", TIMEOUT_MS)));
    }

    /** Blocks for two seconds at most. An answer is good for one second. */
    public synchronized boolean alive() {
        if (asked != 0 && System.nanoTime() - asked < FRESH_NANOS) return alive;
        try {
            alive = !admin.describeCluster()
                    .nodes()
                    .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            alive = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            alive = false;
        }
        asked = System.nanoTime();
        return alive;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}

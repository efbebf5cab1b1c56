package dev.wsol.infra.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a killed broker leaves behind: metadata that say it still leads every partition. The next one believes them, loads
 * {@code __consumer_offsets}, loses the leadership when it registers itself, is elected again and loads once more. Kafka 4.3.1
 * takes the end of the first load for the end of the second ({@code CoordinatorRuntime} looks the context up by partition,
 * not by epoch): the groups are then served from an empty state, and may never be loaded again. Without the old
 * registration the first metadata that a broker sees name no leader, and there is one election and one load.
 */
final class StaleRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(StaleRegistration.class);

    /** Written by Kafka last when it stops, deleted when it starts. */
    private static final String STOPPED_CLEANLY = ".kafka_cleanshutdown";

    private StaleRegistration() {}

    /** Whether a broker has run on these files and did not stop cleanly. */
    static boolean mayBeIn(Path logs) {
        return Files.exists(logs.resolve(KafkaRaftServer.MetadataTopic() + "-0"))
                && !Files.exists(logs.resolve(STOPPED_CLEANLY));
    }

    /** Starts the controller alone, lets it forget the broker, and stops it. The partitions and their records stay. */
    static void remove(Path logs, int controllerPort, Duration limit) {
        var config = new KafkaConfig(BrokerSettings.ofControllerAlone(logs, controllerPort));
        var controller = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            boolean done = Bounded.run("the local broker cannot be let in after a crash", limit, () -> {
                controller.startup();
                forget(Ports.LOOPBACK + ":" + controllerPort);
            });
            if (!done)
                throw new LocalStackException(
                        "the controller of the local broker did not start within " + limit.toSeconds() + " s.");
        } finally {
            LocalBroker.stopped(controller);
        }
    }

    private static void forget(String controller) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of("bootstrap.controllers", controller))) {
            admin.unregisterBroker(BrokerSettings.NODE).all().get();
            LOG.info("The local broker did not stop cleanly the last time; its logs are recovered.");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) throw e; // killed before it was let in
        }
    }
}

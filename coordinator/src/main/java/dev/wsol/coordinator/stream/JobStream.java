package dev.wsol.coordinator.stream;

import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.coordinator.job.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running job book. */
public final class JobStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);

    /** At once: a commit gathers what came during the one before, so they grow with the load. */
    private static final Duration COMMIT = Duration.ofMillis(1);

    private final KafkaStreams streams;
    private final Counts counts = new Counts();

    private JobStream(Properties settings, Rules rules, Queues queues) {
        streams = new KafkaStreams(JobTopology.of(rules, queues, counts), settings, new Clients(COMMIT));
        streams.setUncaughtExceptionHandler(JobStream::afterDeath);
    }

    /**
     * Starts; {@link #running()} tells when it works. The topics must be there.
     *
     * @param applicationId the same for all coordinators of a cluster
     * @param session after this long a dead coordinator is replaced by another
     * @param stateFolder for this process alone
     * @param member takes the place of the process that had this name before, without waiting for the end of its session
     */
    public static JobStream start(
            KafkaSettings kafka,
            String applicationId,
            Duration session,
            Path stateFolder,
            Optional<String> member,
            Rules rules,
            Queues queues) {
        var settings = settings(kafka, applicationId, session, stateFolder);
        member.ifPresent(
                name -> settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), name));
        var stream = new JobStream(settings, rules, queues);
        stream.streams.start();
        return stream;
    }

    private static StreamThreadExceptionResponse afterDeath(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (!(cause instanceof FencedInstanceIdException)) continue;
            LOG.error(
                    "Another coordinator has taken this one's place: its state folder is a copy of this one's. This one stops working.");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT; // a new thread would take the place back, and so on
        }
        LOG.error("The thread of the job book died and is replaced; its last step did not happen.", e);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Whether it has ended and will not come back by itself. */
    public boolean dead() {
        var state = streams.state();
        return state == KafkaStreams.State.ERROR || state.hasStartedOrFinishedShuttingDown();
    }

    /** Name of the state that the shell is in, for people. */
    public String state() {
        return streams.state().name().toLowerCase(Locale.ROOT);
    }

    public Counts counts() {
        return counts;
    }

    /** Leaves the group at once, so that a successor need not wait for the session to run out. */
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(10))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    /** A poll ends when there is something, or when deadlines must be looked at; see {@link Clients} for commits. */
    private static Properties settings(KafkaSettings kafka, String applicationId, Duration session, Path stateFolder) {
        var own = new HashMap<String, Object>();
        own.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        own.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        own.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        own.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
        own.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, (int) COMMIT.toMillis());
        own.put(StreamsConfig.POLL_MS_CONFIG, (int) BookProcessor.TICK.toMillis());
        own.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        own.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        own.put(StreamsConfig.producerPrefix("retry.backoff.ms"), 5);
        own.put(StreamsConfig.producerPrefix("retry.backoff.max.ms"), 20);
        own.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 10_000);
        own.put(StreamsConfig.mainConsumerPrefix("session.timeout.ms"), (int) session.toMillis());
        own.put(StreamsConfig.mainConsumerPrefix("heartbeat.interval.ms"), (int) session.toMillis() / 4);
        var all = new Properties();
        all.putAll(kafka.with(Map.copyOf(own)));
        return all;
    }
}

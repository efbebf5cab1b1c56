package dev.wsol.contract.work;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.env.KafkaSettings;
import java.time.Duration;
import java.util.List;

/**
 * What one worker takes, and how.
 *
 * @param worker name for people; a random suffix makes it unique among all runs
 * @param queues queue names, the preferred first; at least one
 * @param device what it computes on, for people; may be empty
 * @param claimPatience how long the coordinator may take to answer a claim; well below the record lock of 30 s
 * @param connectPatience how long Kafka may be unreachable at the start
 */
public record WorkSettings(
        KafkaSettings kafka,
        String worker,
        Kind kind,
        List<String> queues,
        String device,
        Transport transport,
        Duration claimPatience,
        Duration connectPatience) {
    public static final Duration CLAIM_PATIENCE = Duration.ofSeconds(10);
    public static final Duration CONNECT_PATIENCE = Duration.ofSeconds(60);

    public WorkSettings {
        queues = List.copyOf(queues);
        if (worker.isBlank()) throw new BadSpec("worker", "must not be empty");
        if (queues.isEmpty()) throw new BadSpec("queues", "must name at least one queue");
        if (claimPatience.compareTo(TopicSetup.RECORD_LOCK.dividedBy(2)) > 0)
            throw new BadSpec("claimPatience", "must be at most half the record lock of " + TopicSetup.RECORD_LOCK);
    }

    public static WorkSettings of(KafkaSettings kafka, String worker, Kind kind, List<String> queues) {
        return new WorkSettings(kafka, worker, kind, queues, "", Transport.AUTO, CLAIM_PATIENCE, CONNECT_PATIENCE);
    }

    public WorkSettings over(Transport other) {
        return new WorkSettings(kafka, worker, kind, queues, device, other, claimPatience, connectPatience);
    }

    public WorkSettings waiting(Duration claim) {
        return new WorkSettings(kafka, worker, kind, queues, device, transport, claim, connectPatience);
    }
}

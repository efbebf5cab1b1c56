package dev.wsol.infra.local.stack;

import dev.wsol.coordinator.job.OwnerLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a local stack is made of.
 *
 * @param dir its data: messages in {@code kafka}, objects in {@code s3}, files under way in {@code temp}
 * @param kafkaPort 0 for a free one, like the other ports
 * @param slots jobs trained at the same time
 * @param lease how long a silent worker keeps its job
 * @param owners how many jobs of a kind one owner may have running
 */
public record StackPlan(
        Path dir, int kafkaPort, int s3Port, int httpPort, int slots, Duration lease, OwnerLimits owners) {
    public StackPlan {
        dir = dir.toAbsolutePath().normalize();
    }

    /** Free ports, one slot, no limits. */
    public static StackPlan in(Path dir) {
        return new StackPlan(dir, 0, 0, 0, 1, Duration.ofSeconds(10), OwnerLimits.NONE);
    }

    public StackPlan withSlots(int number) {
        return new StackPlan(dir, kafkaPort, s3Port, httpPort, number, lease, owners);
    }

    public StackPlan withPorts(int kafka, int s3, int http) {
        return new StackPlan(dir, kafka, s3, http, slots, lease, owners);
    }

    public StackPlan withOwners(OwnerLimits limits) {
        return new StackPlan(dir, kafkaPort, s3Port, httpPort, slots, lease, limits);
    }
}

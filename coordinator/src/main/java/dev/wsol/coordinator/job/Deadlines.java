package dev.wsol.coordinator.job;

import dev.wsol.contract.JobId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When to look at each waiting or running job again. Not part of the remembered state: after a take-over all deadlines
 * start in full, so an outage of the coordinator never looks like lost workers.
 */
final class Deadlines {
    private final Map<JobId, Instant> due = new HashMap<>();

    void set(JobId job, Instant at) {
        due.put(job, at);
    }

    void drop(JobId job) {
        due.remove(job);
    }

    /** All that have one. */
    List<JobId> jobs() {
        return List.copyOf(due.keySet());
    }

    void clear() {
        due.clear();
    }

    /** Jobs whose time has come, earliest first; they are forgotten here. */
    List<JobId> passed(Instant now) {
        var ready = due.entrySet().stream()
                .filter(e -> !e.getValue().isAfter(now))
                .sorted(Map.Entry.<JobId, Instant>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(Map.Entry::getKey)
                .toList();
        ready.forEach(due::remove);
        return ready;
    }
}

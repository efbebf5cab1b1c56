package dev.wsol.coordinator.stream;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.SnapshotCodec;
import dev.wsol.coordinator.job.JobTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Jobs in a state store. {@code <id>} holds the job; {@code <parent>/<id>} says that there is such a child. A job id has
 * no slash.
 */
final class StoreTable implements JobTable {
    private static final byte[] THERE_IS = {1};
    private static final String BELOW = "/";
    private final KeyValueStore<String, byte[]> store;

    StoreTable(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public Optional<Job> get(JobId id) {
        return Optional.ofNullable(store.get(id.value())).map(SnapshotCodec::decode);
    }

    @Override
    public void put(Job job) {
        var key = job.id().value();
        job.parent()
                .map(p -> p + BELOW + key)
                .filter(entry -> store.get(entry) == null)
                .ifPresent(entry -> store.put(entry, THERE_IS));
        store.put(key, SnapshotCodec.encode(job));
    }

    @Override
    public List<JobId> children(JobId parent) {
        var prefix = parent + BELOW;
        var out = new ArrayList<JobId>();
        try (var entries = store.prefixScan(prefix, new StringSerializer())) {
            entries.forEachRemaining(e -> out.add(new JobId(e.key.substring(prefix.length()))));
        }
        return out;
    }

    List<Job> all() {
        var out = new ArrayList<Job>();
        try (var entries = store.all()) {
            entries.forEachRemaining(e -> {
                if (!e.key.contains(BELOW)) out.add(SnapshotCodec.decode(e.value));
            });
        }
        return out;
    }
}

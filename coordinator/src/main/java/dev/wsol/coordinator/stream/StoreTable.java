package dev.wsol.coordinator.stream;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.SnapshotCodec;
import dev.wsol.coordinator.job.JobTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Jobs in a state store. {@code <id>} holds the job; {@code <parent>/<id>} says that there is such a child;
 * {@code <sweep>#<number>} holds a step of a search. A job id has neither sign.
 */
final class StoreTable implements JobTable {
    private static final byte[] THERE_IS = {1};
    private static final String BELOW = "/";
    private static final String STEP = "#";

    /** Jobs kept decoded: a job is asked for several times with each of its messages. */
    private static final int RECENT = 1_000;

    private final KeyValueStore<String, byte[]> store;
    private final Map<JobId, List<JobEvent.Searched>> searches = new HashMap<>();
    private final Map<JobId, Job> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Job> eldest) {
            return size() > RECENT;
        }
    };

    StoreTable(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public Optional<Job> get(JobId id) {
        var known = recent.get(id);
        if (known != null) return Optional.of(known);
        var read = Optional.ofNullable(store.get(id.value())).map(SnapshotCodec::decode);
        read.ifPresent(job -> recent.put(id, job));
        return read;
    }

    @Override
    public void put(Job job) {
        var key = job.id().value();
        job.parent()
                .map(p -> p + BELOW + key)
                .filter(entry -> store.get(entry) == null)
                .ifPresent(entry -> store.put(entry, THERE_IS));
        store.put(key, SnapshotCodec.encode(job));
        recent.put(job.id(), job);
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

    @Override
    public List<JobEvent.Searched> steps(JobId sweep) {
        return List.copyOf(known(sweep));
    }

    @Override
    public void add(JobEvent.Searched step) {
        var known = known(step.job());
        store.put(step.job() + STEP + String.format(Locale.ROOT, "%08d", known.size()), EventCodec.encode(step));
        known.add(step);
    }

    /** Read once: a search looks at all of its steps whenever something happens to it. */
    private List<JobEvent.Searched> known(JobId sweep) {
        return searches.computeIfAbsent(sweep, this::read);
    }

    private List<JobEvent.Searched> read(JobId sweep) {
        var out = new ArrayList<JobEvent.Searched>();
        try (var entries = store.prefixScan(sweep + STEP, new StringSerializer())) {
            entries.forEachRemaining(e -> EventCodec.decode(e.value)
                    .map(JobEvent.Searched.class::cast)
                    .ifPresent(out::add));
        }
        return out;
    }

    /**
     * Jobs that have not ended; the others may be very many.
     *
     * @param unreadable hears of each that this build cannot read, by key; it stays as it is
     */
    List<Job> open(BiConsumer<String, BadMessage> unreadable) {
        var out = new ArrayList<Job>();
        try (var entries = store.all()) {
            entries.forEachRemaining(e -> {
                if (e.key.contains(BELOW) || e.key.contains(STEP)) return;
                try {
                    if (!SnapshotCodec.hasEnded(e.value)) out.add(SnapshotCodec.decode(e.value));
                } catch (BadMessage fault) {
                    unreadable.accept(e.key, fault);
                }
            });
        }
        return out;
    }
}

package dev.wsol.coordinator.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.coordinator.stored.StoredValues;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the views know in a file, so that the next start need not hear all events again. The events stay the only truth:
 * the file counts only if the newest event that it knows is still where it was. For the feed's thread.
 */
final class Keeper {
    /** So many events are soon heard again, and are enough work to be worth writing down. */
    static final int EVERY = 50_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final StoredValues file;
    private final int every;
    private final JobView jobs;
    private final List<Memory> others;
    /** Read while the rest of the coordinator starts: that waits for Kafka most of the time. */
    private CompletableFuture<Optional<List<Object>>> kept;

    private long begin;
    private int unkept;
    private Thread writing;

    /** @param others beside the jobs */
    Keeper(Path folder, int every, JobView jobs, List<Memory> others) {
        this.file = new StoredValues(folder.resolve("views"));
        this.every = every;
        this.jobs = jobs;
        this.others = others;
        this.kept = CompletableFuture.supplyAsync(file::read);
    }

    /**
     * Gives the views, which must be new, what was kept. Once.
     *
     * @return the offset at which to go on; 0 if nothing was there that can be used
     */
    long recall(KafkaConsumer<String, byte[]> consumer) {
        begin = consumer.beginningOffsets(List.of(EventLog.EVENTS)).get(EventLog.EVENTS);
        var values = kept.join().orElse(List.of());
        kept = null; // it is large
        if (values.isEmpty()) return 0;
        var until = (Kept.Until) values.get(0);
        if (!isThere(consumer, until)) {
            LOG.info("What was kept of the views does not belong to these events and is not used.");
            return 0;
        }
        var rest = values.subList(1, values.size());
        jobs.recall(rest);
        others.forEach(m -> m.recall(rest));
        return until.last() + 1;
    }

    private boolean isThere(KafkaConsumer<String, byte[]> consumer, Kept.Until until) {
        long end = consumer.endOffsets(List.of(EventLog.EVENTS)).get(EventLog.EVENTS);
        if (until.begin() != begin || until.last() >= end) return false;
        consumer.seek(EventLog.EVENTS, until.last());
        for (var record : consumer.poll(PATIENCE))
            return record.offset() == until.last() && digest(record).equals(until.digest());
        return false;
    }

    /**
     * The views know these now.
     *
     * @param all whether nothing else was there a moment ago
     */
    void heard(List<ConsumerRecord<String, byte[]>> records, boolean all) {
        unkept += records.size();
        if (!all || unkept < every || records.isEmpty() || writing != null && writing.isAlive()) return;
        unkept = 0;
        var last = records.get(records.size() - 1);
        var values = new ArrayList<>();
        values.add(new Kept.Until(begin, last.offset(), digest(last)));
        values.addAll(jobs.keep());
        others.forEach(m -> values.addAll(m.keep()));
        writing = new Thread(() -> write(values), "wsol-views");
        writing.setDaemon(true);
        writing.start();
    }

    private void write(List<Object> values) {
        try {
            file.write(values);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The views could not be kept; the next start will take longer.", e);
        }
    }

    private static String digest(ConsumerRecord<String, byte[]> r) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.valueOf(r.timestamp()).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(r.value()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

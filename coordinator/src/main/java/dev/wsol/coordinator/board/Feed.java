package dev.wsol.coordinator.board;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Presence;
import dev.wsol.contract.Progress;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.ProgressCodec;
import dev.wsol.contract.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two threads that keep the views up to date and tell listeners what is new. */
public final class Feed implements AutoCloseable {
    private static final int RING = 4096;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final KafkaSettings kafka;
    private final JobView view;
    private final EventRing ring;
    private final Answers answers = new Answers();
    private final List<Runnable> onEvents = new CopyOnWriteArrayList<>();
    private final List<Memory> memories = new CopyOnWriteArrayList<>();
    private final List<Consumer<Progress>> onProgress = new CopyOnWriteArrayList<>();
    private final List<Consumer<Presence>> onPresence = new CopyOnWriteArrayList<>();
    private final List<KafkaConsumer<?, ?>> consumers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean caughtUp;
    private volatile boolean listening;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Optional<Keeper> keeper;
    private boolean begun;
    private long next;

    /**
     * Begins to read what was kept.
     *
     * @param folder where the views are kept between two runs, for this process alone; none: all events are heard again
     */
    public Feed(KafkaSettings kafka, JobView view, Optional<Path> folder) {
        this(kafka, view, folder, RING, Keeper.EVERY);
    }

    /**
     * Begins to read what was kept.
     *
     * @param recent how many events are kept in memory for subscribers who keep up
     * @param every after so many events the views are kept again
     */
    public Feed(KafkaSettings kafka, JobView view, Optional<Path> folder, int recent, int every) {
        this.kafka = kafka;
        this.view = view;
        this.ring = new EventRing(recent);
        this.keeper = folder.map(f -> new Keeper(f, every, view, memories));
    }

    /** Memories must be added before. */
    public void start() {
        threads.add(thread("wsol-events", this::followEvents));
        threads.add(thread("wsol-progress", this::followProgress));
        threads.forEach(Thread::start);
    }

    /** Whether the view has seen everything that was there when this process started, and hears what comes. */
    public boolean caughtUp() {
        return caughtUp && listening;
    }

    /** Offset after the newest event. */
    public long head() {
        return ring.head();
    }

    /** Recent events from this offset on; empty if they must be read from the log. */
    public Optional<List<Seen>> recent(long from, int most) {
        return ring.from(from, most);
    }

    /** Completes on the feed's thread, after the view knows; time it out. */
    public CompletableFuture<JobEvent> next(JobId job, Predicate<JobEvent> wanted) {
        return answers.next(job, wanted);
    }

    /** Called on the feed's thread after new events; must not block. Run the result to stop. */
    public Runnable whenEventsCome(Runnable listener) {
        onEvents.add(listener);
        return () -> onEvents.remove(listener);
    }

    /** Hears each event before the view knows it. */
    public void add(Memory memory) {
        memories.add(memory);
    }

    /** Called on the feed's thread; must not block. */
    public void forEachPresence(Consumer<Presence> listener) {
        onPresence.add(listener);
    }

    /** Called on the feed's thread; must not block. Run the result to stop. */
    public Runnable forEachProgress(Consumer<Progress> listener) {
        onProgress.add(listener);
        return () -> onProgress.remove(listener);
    }

    @Override
    public void close() {
        closing.countDown();
        consumers.forEach(KafkaConsumer::wakeup);
        for (var thread : threads) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Thread thread(String name, Consumer<KafkaConsumer<String, byte[]>> follow) {
        var thread = new Thread(() -> keepFollowing(follow), name);
        thread.setDaemon(true);
        return thread;
    }

    /** A consumer that breaks is replaced; the view goes on where it stood. */
    private void keepFollowing(Consumer<KafkaConsumer<String, byte[]>> follow) {
        while (open()) {
            try (var consumer = EventLog.consumer(kafka, Map.of())) {
                follow(consumer, follow);
            } catch (WakeupException e) {
                if (open()) LOG.warn("A feed was woken up without being closed.", e);
            } catch (RuntimeException e) {
                LOG.warn("A feed of the view broke; it starts again.", e);
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer, Consumer<KafkaConsumer<String, byte[]>> follow) {
        consumers.add(consumer);
        try {
            if (open()) follow.accept(consumer);
        } finally {
            consumers.remove(consumer);
        }
    }

    private void followEvents(KafkaConsumer<String, byte[]> consumer) {
        consumer.assign(List.of(EventLog.EVENTS));
        if (!begun) recall(consumer);
        if (next == 0) consumer.seekToBeginning(List.of(EventLog.EVENTS));
        else consumer.seek(EventLog.EVENTS, next);
        long goal = consumer.endOffsets(List.of(EventLog.EVENTS)).get(EventLog.EVENTS);
        while (open()) {
            var batch = new ArrayList<Seen>();
            var records = consumer.poll(POLL).records(EventLog.EVENTS);
            records.forEach(r -> EventLog.seen(r).ifPresent(batch::add));
            take(batch);
            next = consumer.position(EventLog.EVENTS);
            if (next >= goal) caughtUp = true;
            keeper.ifPresent(k -> k.heard(records, caughtUp));
        }
    }

    /** Once: memories must be new. What breaks here is a file less. */
    private void recall(KafkaConsumer<String, byte[]> consumer) {
        begun = true;
        next = keeper.map(k -> k.recall(consumer)).orElse(0L);
        if (next > 0) ring.startAt(next);
    }

    private void take(List<Seen> batch) {
        if (batch.isEmpty()) return;
        for (var seen : batch) {
            memories.forEach(m -> follow(seen, () -> m.hear(seen.event())));
            follow(seen, () -> view.hear(seen));
            ring.add(seen);
        }
        answers.hear(batch);
        onEvents.forEach(Runnable::run);
    }

    /** One event that a view cannot follow must not end the reading of all others. */
    private static void follow(Seen seen, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            var what = seen.event().getClass().getSimpleName();
            LOG.error(
                    "A view could not follow {} of {} at {}.",
                    what,
                    seen.event().job(),
                    seen.offset(),
                    e);
        }
    }

    private void followProgress(KafkaConsumer<String, byte[]> consumer) {
        var all = consumer.partitionsFor(Topics.PROGRESS).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        if (all.isEmpty()) { // made a moment ago: this broker does not know of it yet
            pause();
            return;
        }
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position); // seeking is lazy: without this the first messages would be skipped
        listening = true;
        while (open()) consumer.poll(POLL).forEach(this::takeProgress);
    }

    private void takeProgress(ConsumerRecord<String, byte[]> record) {
        try {
            ProgressCodec.decode(record.value()).ifPresent(p -> {
                view.hear(p);
                onProgress.forEach(l -> l.accept(p));
            });
            ProgressCodec.presence(record.value()).ifPresent(p -> onPresence.forEach(l -> l.accept(p)));
        } catch (BadMessage e) {
            LOG.debug("Progress that cannot be read: {}", e.getMessage());
        }
    }

    private boolean open() {
        return closing.getCount() > 0;
    }

    private void pause() {
        try {
            var unused = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.wsol.coordinator.http;

import dev.wsol.contract.JobId;
import dev.wsol.contract.Progress;
import dev.wsol.coordinator.board.EventLog;
import dev.wsol.coordinator.board.Feed;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.board.Seen;
import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of the event stream. It has a place in the history and asks for what comes next only while its connection
 * takes more: a slow reader falls behind and is served from Kafka, and nothing piles up here. All methods but the
 * listeners run on its context.
 */
final class Subscriber {
    private static final int PAGE = 500;
    private static final long KEEP_ALIVE_MS = 10_000;
    private static final long PAUSE_MS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    private final HttpServerResponse out;
    private final Context context;
    private final WorkerExecutor readers;
    private final JobView view;
    private final Feed feed;
    private final EventLog log;
    private final Optional<JobId> job;
    private final AtomicBoolean called = new AtomicBoolean();
    private long next;
    private boolean reading;
    private boolean closed;

    Subscriber(
            HttpServerResponse out,
            Context context,
            WorkerExecutor readers,
            JobView view,
            Feed feed,
            EventLog log,
            Optional<JobId> job,
            long start) {
        this.out = out;
        this.context = context;
        this.readers = readers;
        this.view = view;
        this.feed = feed;
        this.log = log;
        this.job = job;
        this.next = start;
    }

    void start(Runnable atEnd) {
        var stopEvents = feed.whenEventsCome(this::wake);
        var stopProgress = feed.forEachProgress(p -> context.runOnContext(v -> progress(p)));
        long timer = context.owner().setPeriodic(KEEP_ALIVE_MS, t -> write(": keep-alive\n\n"));
        out.exceptionHandler(e -> LOG.debug("A subscriber broke off: {}", e.toString()));
        out.drainHandler(v -> pump());
        out.closeHandler(v -> {
            closed = true;
            stopEvents.run();
            stopProgress.run();
            context.owner().cancelTimer(timer);
            atEnd.run();
        });
        write("retry: 1000\n\n");
        pump();
    }

    /** Many events are one call. */
    private void wake() {
        if (called.compareAndSet(false, true))
            context.runOnContext(v -> {
                called.set(false);
                pump();
            });
    }

    private void pump() {
        while (!closed && !reading && !out.writeQueueFull()) {
            var recent = feed.recent(next, PAGE);
            if (recent.isEmpty()) {
                readPage();
                return;
            }
            if (recent.get().isEmpty()) return;
            writeAll(recent.get());
            next = recent.get().get(recent.get().size() - 1).offset() + 1;
        }
    }

    private void readPage() {
        reading = true;
        long from = next;
        readers.executeBlocking(() -> log.read(from, PAGE), false)
                .onSuccess(page -> {
                    reading = false;
                    writeAll(page.events());
                    next = page.next();
                    if (next > from) pump();
                    else context.owner().setTimer(PAUSE_MS, t -> pump());
                })
                .onFailure(e -> {
                    LOG.warn("The history cannot be read: {}", e.toString());
                    out.end(); // the client comes back with its last event id
                });
    }

    private void writeAll(List<Seen> events) {
        for (var seen : events)
            if (wanted(seen.event().job()))
                write("id: 0-" + seen.offset() + "\nevent: " + EventJson.type(seen.event()) + "\ndata: "
                        + EventJson.write(seen.event(), view) + "\n\n");
    }

    /** Progress has no place in the history and is dropped for readers who do not keep up. */
    private void progress(Progress p) {
        if (!out.writeQueueFull() && wanted(p.job()))
            write("event: Progress\ndata: " + EventJson.write(p, view) + "\n\n");
    }

    private boolean wanted(JobId id) {
        return job.isEmpty() || view.isBelow(job.get(), id);
    }

    private void write(String text) {
        if (!closed && !out.ended()) out.write(text);
    }
}

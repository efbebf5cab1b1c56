package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobId;
import dev.wsol.coordinator.board.EventLog;
import dev.wsol.coordinator.board.Feed;
import dev.wsol.coordinator.board.JobView;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Server-sent events: the history from any point, then what happens. */
final class EventStream {
    private static final int MOST_OPEN = 256;
    private static final int READERS = 4;
    private static final Pattern EVENT_ID = Pattern.compile("0-([0-9]{1,18})");

    private final JobView view;
    private final Feed feed;
    private final EventLog log;
    private final WorkerExecutor readers;
    private final AtomicInteger open = new AtomicInteger();

    EventStream(Vertx vertx, JobView view, Feed feed, EventLog log) {
        this.view = view;
        this.feed = feed;
        this.log = log;
        this.readers = vertx.createSharedWorkerExecutor("wsol-history", READERS);
    }

    /** Subscribers at the moment. */
    int open() {
        return open.get();
    }

    void subscribe(RoutingContext ctx) {
        var job = Optional.ofNullable(ctx.queryParams().get("job")).map(this::known);
        long start = start(ctx);
        var response = ctx.response();
        response.putHeader("content-type", "text/event-stream").putHeader("cache-control", "no-cache");
        if (Answer.asksForHead(ctx)) {
            var unused = response.end(); // only what would come, not the stream without end
            return;
        }
        if (open.incrementAndGet() > MOST_OPEN) {
            open.decrementAndGet();
            throw HttpFailure.unavailable("there are " + MOST_OPEN + " subscribers already");
        }
        response.setChunked(true);
        var context = ctx.vertx().getOrCreateContext();
        var session = new Subscriber(response, context, readers, view, feed, log, job, start);
        session.start(open::decrementAndGet);
    }

    private JobId known(String text) {
        try {
            var id = new JobId(text);
            if (view.get(id).isPresent()) return id;
        } catch (BadSpec e) {
            // no id, no job
        }
        throw HttpFailure.notFound("there is no job '" + text + "'");
    }

    private long start(RoutingContext ctx) {
        var last = ctx.request().getHeader("last-event-id");
        if (last != null && !last.isBlank()) {
            var m = EVENT_ID.matcher(last.strip());
            if (!m.matches()) throw HttpFailure.invalid("Last-Event-ID", "'" + last + "' is no id of an event here");
            long next = Long.parseLong(m.group(1)) + 1;
            return feed.caughtUp() ? Math.min(next, feed.head()) : next; // else the head is somewhere in the past
        }
        var from = ctx.queryParams().get("from");
        if (from == null || from.equals("now")) return now();
        if (from.equals("beginning")) return 0;
        throw HttpFailure.invalid("from", "expected beginning or now, found '" + from + "'");
    }

    private long now() {
        if (!feed.caughtUp())
            throw HttpFailure.unavailable(
                    "the coordinator still reads its history and does not know where it ends; try again in a moment");
        return feed.head();
    }
}

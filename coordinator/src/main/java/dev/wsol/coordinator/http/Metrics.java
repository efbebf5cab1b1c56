package dev.wsol.coordinator.http;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobState;
import dev.wsol.coordinator.board.Feed;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.board.Memory;
import dev.wsol.coordinator.stream.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers for Prometheus. Counts of events and waits are of all history, so they never fall back. */
public final class Metrics implements Memory {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge jobs = MultiGauge.builder("wsol.jobs")
            .description("Jobs by kind and state.")
            .register(registry);
    private final MultiGauge waiting = MultiGauge.builder("wsol.queue.waiting")
            .description("Jobs waiting for a worker, by kind and queue: what an autoscaler needs.")
            .register(registry);
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Waits> waits = new ConcurrentHashMap<>();
    private final JobView view;

    public Metrics(JobView view, Feed feed, Counts counts) {
        this.view = view;
        feed.add(this);
        FunctionCounter.builder("wsol.dead.letters", counts, Counts::deadLetters)
                .description("Records put on the dead letters by this process.")
                .register(registry);
        FunctionCounter.builder("wsol.messages.unknown", counts, Counts::unknown)
                .description("Messages of a kind that only a newer build knows.")
                .register(registry);
    }

    /** Exposition format of Prometheus. */
    String scrape() {
        var byState = new HashMap<Tags, Integer>();
        var byQueue = new HashMap<Tags, Integer>();
        for (var kind : new String[] {"train", "evaluate", "sweep"})
            for (var state : JobState.values())
                byState.put(Tags.of("kind", kind, "state", state.name().toLowerCase(Locale.ROOT)), 0);
        view.count((t, jobs) -> {
            var state = t.state().name().toLowerCase(Locale.ROOT);
            byState.merge(Tags.of("kind", t.kind(), "state", state), jobs, Integer::sum);
            byQueue.merge(
                    Tags.of("kind", t.kind(), "queue", t.queue()),
                    t.state() == JobState.QUEUED ? jobs : 0,
                    Integer::sum);
        });
        show(jobs, byState);
        show(waiting, byQueue);
        return registry.scrape();
    }

    private static void show(MultiGauge gauge, Map<Tags, Integer> counts) {
        gauge.register(
                counts.entrySet().stream()
                        .map(e -> MultiGauge.Row.of(e.getKey(), e.getValue()))
                        .toList(),
                true);
    }

    /** How many events of a type there were. */
    private record Counted(String type, double events) {}

    /** From being put on the queue to the grant, all of a kind together. */
    private record Waited(String kind, long jobs, Duration time) {}

    private static final class Waits {
        private final AtomicLong jobs = new AtomicLong();
        private final AtomicLong nanos = new AtomicLong();

        void add(long more, Duration time) {
            jobs.addAndGet(more);
            nanos.addAndGet(time.toNanos());
        }
    }

    /** Called before the view knows the event: the card still tells since when the job has waited. */
    @Override
    public void hear(JobEvent event) {
        counter(EventJson.type(event)).increment();
        if (event instanceof JobEvent.LeaseGranted g)
            view.get(g.job()).filter(c -> c.job().state() == JobState.QUEUED).ifPresent(card -> card.offeredAt()
                    .ifPresent(since -> waits(Values.kind(card.job().spec()))
                            .add(1, atLeastZero(Duration.between(since, g.at())))));
    }

    private Counter counter(String type) {
        return counters.computeIfAbsent(type, t -> registry.counter("wsol.events", "type", t));
    }

    private Waits waits(String kind) {
        return waits.computeIfAbsent(kind, k -> {
            var its = new Waits();
            FunctionTimer.builder("wsol.queue.wait", its, w -> w.jobs.get(), w -> w.nanos.get(), TimeUnit.NANOSECONDS)
                    .description("From being put on the queue to the grant.")
                    .tags("kind", k)
                    .register(registry);
            return its;
        });
    }

    @Override
    public List<Object> keep() {
        var out = new ArrayList<>();
        counters.forEach((type, counter) -> out.add(new Counted(type, counter.count())));
        waits.forEach((kind, w) -> out.add(new Waited(kind, w.jobs.get(), Duration.ofNanos(w.nanos.get()))));
        return out;
    }

    @Override
    public void recall(List<Object> kept) {
        for (var value : kept) {
            if (value instanceof Counted c) counter(c.type()).increment(c.events());
            if (value instanceof Waited w) waits(w.kind()).add(w.jobs(), w.time());
        }
    }

    private static Duration atLeastZero(Duration d) {
        return d.isNegative() ? Duration.ZERO : d;
    }

    /** First handler of every route. */
    void time(RoutingContext ctx) {
        long start = System.nanoTime();
        ctx.addEndHandler(done -> {
            var route = ctx.currentRoute();
            var path = route == null || route.getPath() == null ? "other" : route.getPath();
            Timer.builder("wsol.http")
                    .description("Requests by method, route and status.")
                    .tags(
                            "method", ctx.request().method().name(),
                            "route", path,
                            "status", String.valueOf(ctx.response().getStatusCode()))
                    .register(registry)
                    .record(Duration.ofNanos(System.nanoTime() - start));
        });
        ctx.next();
    }
}

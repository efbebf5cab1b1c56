package dev.wsol.coordinator.http;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobState;
import dev.wsol.coordinator.board.Feed;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.stream.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Numbers for Prometheus. Counts of events are rebuilt from the history at start, so they never fall back. */
public final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge jobs = MultiGauge.builder("wsol.jobs")
            .description("Jobs by kind and state.")
            .register(registry);
    private final MultiGauge waiting = MultiGauge.builder("wsol.queue.waiting")
            .description("Jobs waiting for a worker, by kind and queue: what an autoscaler needs.")
            .register(registry);
    private final Map<Class<?>, Counter> counters = new HashMap<>();
    private final JobView view;

    public Metrics(JobView view, Feed feed, Counts counts) {
        this.view = view;
        feed.forEachEvent(this::count);
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

    /** Called before the view knows the event: the card still tells since when the job has waited. */
    private void count(JobEvent event) {
        counters.computeIfAbsent(event.getClass(), c -> registry.counter("wsol.events", "type", EventJson.type(event)))
                .increment();
        if (event instanceof JobEvent.LeaseGranted g)
            view.get(g.job()).filter(c -> c.job().state() == JobState.QUEUED).ifPresent(card -> card.offeredAt()
                    .ifPresent(since -> Timer.builder("wsol.queue.wait")
                            .description("From being put on the queue to the grant.")
                            .tags("kind", Values.kind(card.job().spec()))
                            .register(registry)
                            .record(atLeastZero(Duration.between(since, g.at())))));
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

package dev.wsol.coordinator;

import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.TopicSetup;
import dev.wsol.coordinator.board.BenchmarkView;
import dev.wsol.coordinator.board.DeadLetters;
import dev.wsol.coordinator.board.EventLog;
import dev.wsol.coordinator.board.Feed;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.board.Workers;
import dev.wsol.coordinator.http.EventBodies;
import dev.wsol.coordinator.http.Health;
import dev.wsol.coordinator.http.HttpDoor;
import dev.wsol.coordinator.http.Metrics;
import dev.wsol.coordinator.stream.CommandSender;
import dev.wsol.coordinator.stream.JobStream;
import dev.wsol.coordinator.stream.Pulse;
import dev.wsol.coordinator.webhook.Webhooks;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running coordinator. Several may share a cluster: one works, the others stand by and all answer reads. */
public final class Coordinator implements AutoCloseable {
    private static final String DEFAULT_QUEUE = "default";
    private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private JobStream stream;
    private Feed feed;
    private Pulse pulse;
    private HttpDoor door;

    private Coordinator() {}

    /**
     * Starts everything and opens the port. Requests are answered at once, but commands only when {@code /health} says
     * up, which takes some seconds.
     *
     * @throws dev.wsol.contract.work.WorkException naming the address if Kafka is not there in time
     * @throws dev.wsol.coordinator.http.HttpException naming the port if it cannot be had
     */
    public static Coordinator start(CoordinatorSettings settings) {
        var coordinator = new Coordinator();
        try {
            coordinator.open(settings);
            LOG.info("The coordinator listens at {}.", coordinator.address());
            return coordinator;
        } catch (RuntimeException e) {
            coordinator.close();
            throw e;
        }
    }

    /** Where it listens. */
    public URI address() {
        return door.address();
    }

    /** Whether it works; the same as {@code /health}. Blocks for two seconds at most. */
    public Health health() {
        var kafka = pulse.alive();
        var status = !kafka || stream.dead() ? "down" : stream.running() && feed.caughtUp() ? "up" : "starting";
        return new Health(status, kafka ? "reachable" : "unreachable", stream.state());
    }

    /** Stops in the opposite order of starting, each part for a bounded time. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            var part = parts.pop();
            try {
                part.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) { // AutoCloseable promises no less; the other parts must be closed all the same
                LOG.warn("{} did not stop well.", part.getClass().getSimpleName(), e);
            }
        }
    }

    private void open(CoordinatorSettings s) {
        var folder = keep(StateFolder.of(s.stateDir()));
        var view = new JobView();
        feed = keep(new Feed(s.kafka(), view, s.stateDir().map(x -> folder.path())));
        var topics = keep(TopicSetup.connect(s.kafka(), s.connectPatience()));
        topics.ensureFixed();
        for (var kind : Kind.values()) topics.ensureQueue(kind, DEFAULT_QUEUE);
        stream = keep(JobStream.start(
                s.kafka(),
                s.applicationId(),
                s.sessionTimeout(),
                folder.path(),
                folder.member(),
                s.rules(),
                topics::ensureQueue));
        var benchmarks = new BenchmarkView();
        feed.add(benchmarks);
        var workers = new Workers(view);
        feed.add(workers);
        feed.forEachPresence(workers::hear);
        var metrics = new Metrics(view, feed, stream.counts());
        feed.start();
        var webhooks = keep(new Webhooks(
                s.kafka(),
                s.sessionTimeout(),
                Webhooks.PAUSES,
                (id, event) -> EventBodies.json(id, event, view),
                offset -> feed.head() > offset));
        webhooks.start();
        pulse = keep(new Pulse(s.kafka()));
        var commands = keep(new CommandSender(s.kafka()));
        var vertx = Vertx.vertx();
        keep((AutoCloseable)
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
        door = keep(HttpDoor.open(
                vertx,
                s.host(),
                s.port(),
                view,
                benchmarks,
                workers,
                webhooks,
                feed,
                new EventLog(s.kafka()),
                commands::send,
                new DeadLetters(s.kafka()),
                commands::again,
                this::health,
                metrics));
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }
}

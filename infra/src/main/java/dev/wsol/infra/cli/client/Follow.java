package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Display;
import dev.wsol.infra.cli.terminal.Exit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Watches a job and everything made for it, over any number of broken connections. */
public final class Follow implements AutoCloseable {
    /** The coordinator says something every 10 s; a stream that is silent for so long is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Set<String> ENDED = Set.of("finished", "failed", "cancelled");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private final Api api;
    private final Display display;
    private final Consumer<JsonNode> each;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(Follow::daemon);
    private String lastEventId = "";
    private long lastHeard = System.nanoTime();
    private Runnable whenQuiet = () -> {};
    private boolean told = true;

    /** @param each is given every event as it came */
    public Follow(Api api, Display display, Consumer<JsonNode> each) {
        this.api = api;
        this.display = display;
        this.each = each;
    }

    /** Blocks until the job has ended, then answers with the job as it is. */
    public JsonNode untilEnded(String id) {
        api.job(id); // an unknown job is an error, not something to wait for
        var runs = new Runs(id);
        watch(runs, Map.of("job", id, "from", "beginning"), () -> runs.rootEndedAt()
                .filter(at -> isTheLast(at, id))
                .isPresent());
        return api.job(id);
    }

    /** Blocks until the process ends or the coordinator stays away. */
    public void everything() {
        watch(new Runs(""), Map.of("from", "now"));
    }

    /**
     * Every event from {@code "beginning"} or {@code "now"} on, until this is enough; nothing is displayed. Blocks; asks after each event, and
     * when there has been nothing new for some seconds.
     *
     * @param quiet told when all that was there has been read
     */
    public void all(String from, BooleanSupplier enough, Runnable quiet) {
        whenQuiet = quiet;
        told = false;
        watch(new Runs(""), Map.of("from", from), enough);
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        display.close();
    }

    private void watch(Runs runs, Map<String, String> query) {
        watch(runs, query, runs::rootEnded);
    }

    /** An end in the history is none when the job was opened again after it: the job itself says when it ended. */
    private boolean isTheLast(Instant end, String id) {
        try {
            var job = api.job(id);
            var last = Words.instant(job.path("endedAt"));
            return ENDED.contains(job.path("state").asText()) && (last == null || !last.isAfter(end));
        } catch (CommandFailed e) {
            if (e.exitCode() != Exit.UNREACHABLE) throw e;
            return false; // asked again once the stream is there again
        }
    }

    private void watch(Runs runs, Map<String, String> query, BooleanSupplier enough) {
        lastHeard = System.nanoTime();
        while (!enough.getAsBoolean()) {
            try {
                readOneConnection(runs, new LinkedHashMap<>(query), enough);
            } catch (IOException e) {
                pauseOrGiveUp(new CommandFailed(Exit.UNREACHABLE, "the event stream of " + api.base() + " broke", e));
            } catch (CommandFailed e) {
                if (e.exitCode() != Exit.UNREACHABLE) throw e;
                pauseOrGiveUp(e);
            }
        }
    }

    private void readOneConnection(Runs runs, Map<String, String> query, BooleanSupplier enough) throws IOException {
        try (var reader = new EventReader(api.events(query, lastEventId))) {
            ScheduledFuture<?> bite = bite(reader);
            boolean greeted = false; // the first thing that the server says is no event
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                bite.cancel(false);
                lastHeard = System.nanoTime();
                take(runs, event.get());
                if (greeted && event.get().data().isEmpty()) whenQuiet.run();
                greeted = true;
                if (enough.getAsBoolean()) return;
                bite = bite(reader);
            }
            bite.cancel(false);
        }
        throw new IOException("the stream ended");
    }

    private void take(Runs runs, ServerEvent event) {
        if (!event.id().isEmpty()) lastEventId = event.id();
        if (event.data().isEmpty()) return;
        try {
            var data = Json.read(event.data());
            each.accept(data);
            if (!told) return;
            runs.apply(event.type(), data).ifPresent(display::say);
            display.show(runs.gauges());
        } catch (JsonProcessingException e) {
            display.say("skipped an event that is no JSON: " + event.id());
        }
    }

    private ScheduledFuture<?> bite(EventReader reader) {
        return watchdog.schedule(() -> closeQuietly(reader), SILENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void closeQuietly(EventReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            // The stream is given up either way; the reader sees the end.
        }
    }

    private void pauseOrGiveUp(CommandFailed why) {
        if (System.nanoTime() - lastHeard > PATIENCE.toNanos()) throw why;
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(Exit.FAILED, "interrupted while watching", e);
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "wsol-follow");
        thread.setDaemon(true);
        return thread;
    }
}

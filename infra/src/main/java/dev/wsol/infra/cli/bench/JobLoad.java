package dev.wsol.infra.cli.bench;

import dev.wsol.contract.JobId;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.soak.Chronicle;
import dev.wsol.infra.soak.InstantStack;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Submits jobs at a rate and notes when each was submitted, when it began and when all had ended. */
final class JobLoad {
    /** Requests on their way at the same time. */
    private static final int IN_FLIGHT = 64;

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long TELL_EVERY = Duration.ofSeconds(5).toNanos();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<JobId, Long> submitted = new ConcurrentHashMap<>();
    private final Map<JobId, Long> started = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final IntConsumer progress;
    private volatile String trouble = "";

    /** @param progress hears every few seconds how many jobs have ended */
    JobLoad(IntConsumer progress) {
        this.progress = progress;
    }

    /**
     * What was seen.
     *
     * @param waits milliseconds from the request to the begin of training, ascending
     * @param seconds from the first request to the end of the last job
     */
    record Run(double[] waits, double seconds) {}

    /** To be called by the worker that begins a job. */
    void began(JobId job) {
        started.putIfAbsent(job, System.nanoTime());
    }

    /** @param rate jobs a second; 0 as fast as requests are answered */
    Run run(InstantStack stack, String prefix, int jobs, double rate) {
        try (var chronicle = Chronicle.fromNow(stack.kafka())) {
            long start = System.nanoTime();
            var feeder = new Thread(() -> submit(stack, prefix, jobs, rate, start), "bench-submit");
            feeder.setDaemon(true);
            feeder.start();
            long end = await(chronicle, prefix, jobs);
            var waits = submitted.keySet().stream()
                    .filter(id -> id.value().startsWith(prefix))
                    .mapToDouble(id -> (started.get(id) - submitted.get(id)) / 1e6)
                    .sorted()
                    .toArray();
            return new Run(waits, (end - start) / 1e9);
        }
    }

    private void submit(InstantStack stack, String prefix, int jobs, double rate, long start) {
        for (int n = 0; n < jobs; n++) {
            long due = rate == 0 ? start : start + (long) (n * 1e9 / rate);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime())
                LockSupport.parkNanos(left);
            room.acquireUninterruptibly();
            submit(stack, new JobId(prefix + n));
        }
    }

    private void submit(InstantStack stack, JobId id) {
        var body = String.format(
                Locale.ROOT,
                "{\"id\":\"%s\",\"kind\":\"train\",\"data\":\"/bench\","
                        + "\"model\":{\"arch\":\"tscam\",\"width\":16,\"depth\":1,\"heads\":2},"
                        + "\"recipe\":{\"epochs\":1,\"batch\":1,\"learningRate\":0.001},"
                        + "\"evaluation\":{\"when\":\"never\"}}",
                id);
        var request = HttpRequest.newBuilder(stack.http().resolve("/v1/jobs"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        submitted.put(id, System.nanoTime());
        var unused = http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, e) -> {
                    room.release();
                    if (e != null) trouble = e.toString();
                    else if (answer.statusCode() != 201) trouble = answer.statusCode() + " " + answer.body();
                });
    }

    private long await(Chronicle chronicle, String prefix, int jobs) {
        long limit = System.nanoTime() + LIMIT.toNanos();
        long tell = System.nanoTime() + TELL_EVERY;
        Set<JobId> ended = new HashSet<>();
        while (ended.size() < jobs) {
            if (System.nanoTime() > tell) {
                progress.accept(ended.size());
                tell += TELL_EVERY;
            }
            for (var event : chronicle.next(Duration.ofMillis(100)).events())
                if (event.terminal() && event.job().value().startsWith(prefix)) ended.add(event.job());
            if (!trouble.isEmpty()) throw new CommandFailed(Exit.FAILED, "a job was not accepted: " + trouble);
            if (System.nanoTime() > limit)
                throw new CommandFailed(
                        Exit.FAILED, ended.size() + " of " + jobs + " jobs ended within " + LIMIT.toSeconds() + " s");
        }
        return System.nanoTime();
    }
}

package dev.wsol.infra.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Other people: a few requests a second, one of five a new job. */
final class Traffic implements AutoCloseable {
    private static final long PAUSE_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> LOOKS = List.of(
            "/v1/jobs?limit=50", "/v1/board?dataset=creatures&protocol=scm", "/v1/jobs?state=failed", "/health");

    private final Asked asked;
    private final String prefix;
    private final Thread thread = new Thread(this::go, "bench-traffic");
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();

    Traffic(Asked asked, String prefix) {
        this.asked = new Asked(asked.door());
        this.prefix = prefix;
        thread.setDaemon(true);
        thread.start();
    }

    int made() {
        return made.get();
    }

    /** Jobs that the coordinator has taken. */
    int accepted() {
        return accepted.get();
    }

    private void go() {
        try {
            for (int n = 0; ; n++) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                if (n % 5 == 4) submit(n);
                else asked.status(LOOKS.get(n % 5), PATIENCE);
                made.incrementAndGet();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(int n) throws InterruptedException {
        if (asked.submit(prefix + n, PATIENCE).orElse(0) == 201) accepted.incrementAndGet();
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}

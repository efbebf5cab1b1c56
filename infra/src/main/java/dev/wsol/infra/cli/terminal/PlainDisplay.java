package dev.wsol.infra.cli.terminal;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lines for logs and pipes: what is said, and how far each thing is every few seconds. */
final class PlainDisplay implements Display {
    private static final long EVERY_NANOS = 10_000_000_000L;
    private final PrintStream err;
    private final LongSupplier clock;
    private final Map<String, Long> lastSaid = new HashMap<>();
    private final Map<String, Gauge> lastGauge = new HashMap<>();
    private boolean silent;

    PlainDisplay(PrintStream err, LongSupplier clock) {
        this.err = err;
        this.clock = clock;
    }

    @Override
    public synchronized void say(String line) {
        if (!silent) err.println(line);
    }

    @Override
    public synchronized void show(List<Gauge> gauges) {
        if (silent) return;
        long now = clock.getAsLong();
        for (var g : gauges) {
            Long before = lastSaid.putIfAbsent(g.name(), now);
            if (before == null || now - before < EVERY_NANOS) continue;
            lastSaid.put(g.name(), now);
            if (!g.equals(lastGauge.put(g.name(), g)))
                err.println((g.name() + "  " + g.percent().strip() + "  " + g.facts()).stripTrailing());
        }
    }

    @Override
    public synchronized void silence() {
        silent = true;
    }

    @Override
    public void close() {
        err.flush();
    }
}

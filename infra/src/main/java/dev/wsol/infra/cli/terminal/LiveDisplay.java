package dev.wsol.infra.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/** Bars that are redrawn in place below the lines said so far. */
final class LiveDisplay implements Display {
    private static final long REDRAW_NANOS = 100_000_000L;
    private final PrintStream err;
    private final Terminal terminal;
    private List<Gauge> gauges = List.of();
    private int drawn;
    private boolean silent;
    private long lastDraw = System.nanoTime() - REDRAW_NANOS;

    LiveDisplay(PrintStream err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void say(String line) {
        if (silent) return;
        redraw(line + System.lineSeparator());
    }

    @Override
    public synchronized void show(List<Gauge> now) {
        if (silent) return;
        boolean otherRows = now.size() != gauges.size();
        gauges = List.copyOf(now);
        if (otherRows || System.nanoTime() - lastDraw >= REDRAW_NANOS) redraw("");
    }

    @Override
    public synchronized void silence() {
        close();
        silent = true;
    }

    @Override
    public synchronized void close() {
        gauges = List.of();
        if (!silent) redraw("");
    }

    /** One write, so that the picture never stands half drawn. */
    private void redraw(String above) {
        var text = new StringBuilder();
        if (drawn > 0) text.append("\u001b[" + drawn + "A\u001b[J"); // up, then clear to the end

        text.append(above);
        int names = gauges.stream().mapToInt(g -> g.name().length()).max().orElse(0);
        for (var g : gauges) text.append(line(g, Math.min(names, 40))).append(System.lineSeparator());
        drawn = gauges.size();
        lastDraw = System.nanoTime();
        err.print(text);
        err.flush();
    }

    /** A line longer than the terminal would wrap and break the counting of lines. */
    private String line(Gauge g, int names) {
        int bar = Math.max(8, Math.min(24, terminal.columns() / 5));
        var text = String.format("%-" + Math.max(1, names) + "s ", Table.cut(g.name(), names))
                + g.bar(bar, terminal.unicode()) + " " + g.percent() + "  " + g.facts();
        return Table.cut(text, terminal.columns() - 1);
    }
}

package dev.wsol.infra.cli.terminal;

/**
 * How far one thing is.
 *
 * @param name stays the same while the thing goes on
 * @param share in [0, 1]; below 0 for unknown
 * @param facts short text beside the bar, for example {@code epoch 2/4  loss 0.31}
 */
public record Gauge(String name, double share, String facts) {

    /** A bar of the given width, for example {@code ####----}. */
    String bar(int width, boolean unicode) {
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * width);
        return (unicode ? "━" : "#").repeat(full) + (unicode ? "╌" : "-").repeat(width - full);
    }

    String percent() {
        return share < 0 ? "    " : String.format("%3d%%", (int) Math.floor(100 * Math.min(1, share)));
    }
}

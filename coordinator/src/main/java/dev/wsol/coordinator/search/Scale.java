package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Dimension;

/**
 * A numeric parameter on the unit interval, along its logarithm where asked. A whole number owns the stretch from half
 * below to half above it, so that all are equally likely.
 */
record Scale(double low, double high, boolean log, boolean whole, double least, double most) {

    static Scale of(Dimension d) {
        if (d instanceof Dimension.Real r) return of(r.low(), r.high(), r.log(), false, r.low(), r.high());
        var w = (Dimension.Whole) d;
        return of(w.low() - 0.5, w.high() + 0.5, w.log(), true, (double) w.low(), (double) w.high());
    }

    private static Scale of(double low, double high, boolean log, boolean whole, double least, double most) {
        return new Scale(log ? Math.log(low) : low, log ? Math.log(high) : high, log, whole, least, most);
    }

    /** @param unit 0..1 */
    double value(double unit) {
        double v = low + unit * (high - low);
        return nearest(log ? Math.exp(v) : v);
    }

    private double nearest(double v) {
        return Math.min(most, Math.max(least, whole ? Math.rint(v) : v));
    }

    double unit(double value) {
        double v = log ? Math.log(value) : value;
        return high > low ? (v - low) / (high - low) : 0.5;
    }

    String text(double unit) {
        return write(value(unit));
    }

    /** The value, moved into the bounds. */
    String bounded(double value) {
        return write(nearest(value));
    }

    private String write(double v) {
        return whole ? Long.toString((long) v) : Double.toString(v);
    }
}

package dev.wsol.worker.train;

import java.util.List;

/** The learning rate as a pure function of where training is. */
@FunctionalInterface
public interface Schedule {
    /**
     * @param epoch from 0
     * @param step of the epoch, from 0
     * @param stepsPerEpoch at least 1
     */
    double at(int epoch, int step, int stepsPerEpoch);

    /**
     * The published rule: at the start of every epoch (counted from 1) that any entry of {@code steps} divides, the rate is
     * multiplied once by {@code factor} (spec section 6). A modulo test, not a list of milestones.
     */
    static Schedule modulo(double rate, List<Integer> steps, double factor) {
        needPositive(rate);
        if (steps.stream().anyMatch(s -> s < 1))
            throw new IllegalArgumentException("learning-rate steps must be epochs from 1 on, not " + steps);
        var divisors = List.copyOf(steps);
        return (epoch, step, stepsPerEpoch) -> {
            double lr = rate;
            for (int e = 1; e <= epoch + 1; e++) {
                int counted = e;
                if (divisors.stream().anyMatch(s -> counted % s == 0)) lr *= factor;
            }
            return lr;
        };
    }

    /**
     * Per step: linear warm-up to {@code peak} over the first {@code warmup} share of all steps, then half a cosine down to 0.
     */
    static Schedule cosine(double peak, int epochs, double warmup) {
        needPositive(peak);
        if (epochs < 1) throw new IllegalArgumentException("epochs must be at least 1, not " + epochs);
        if (!(warmup >= 0 && warmup < 1))
            throw new IllegalArgumentException("the warm-up share must be at least 0 and below 1, not " + warmup);
        return (epoch, step, stepsPerEpoch) -> {
            double total = (double) epochs * stepsPerEpoch;
            double rising = Math.max(1, Math.floor(total * warmup));
            double done = (double) epoch * stepsPerEpoch + step;
            if (done < rising) return peak * (done + 1) / rising;
            return peak * 0.5 * (1 + Math.cos(Math.PI * (done - rising) / Math.max(1, total - rising)));
        };
    }

    /** The same rule behind a linear warm-up over the first {@code warmup} share of all steps. */
    static Schedule warmed(Schedule rule, int epochs, double warmup) {
        if (!(warmup >= 0 && warmup < 1))
            throw new IllegalArgumentException("the warm-up share must be at least 0 and below 1, not " + warmup);
        return (epoch, step, stepsPerEpoch) -> {
            double rising = Math.floor((double) epochs * stepsPerEpoch * warmup);
            double done = (double) epoch * stepsPerEpoch + step;
            double rate = rule.at(epoch, step, stepsPerEpoch);
            return done < rising ? rate * (done + 1) / rising : rate;
        };
    }

    private static void needPositive(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate))
            throw new IllegalArgumentException("the learning rate must be above 0 and finite, not " + rate);
    }
}

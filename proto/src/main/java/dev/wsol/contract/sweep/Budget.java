package dev.wsol.contract.sweep;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Need;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a sweep may use up. 0 is no limit.
 *
 * @param trials that may be started; those that run finish
 * @param parallel trials that hold or wait for a worker at the same time
 * @param epochs trained by all trials together
 * @param wall from the submission on
 * @param gpuSeconds that trials held workers, all together
 * @param target the objective's value that is good enough
 */
public record Budget(int trials, int parallel, long epochs, Duration wall, long gpuSeconds, OptionalDouble target) {
    public static final Budget NONE = new Budget(0, 0, 0, Duration.ZERO, 0, OptionalDouble.empty());

    public Budget {
        Need.atLeast("trials", trials, 0);
        Need.atLeast("parallel", parallel, 0);
        Need.atLeast("epochs", epochs, 0);
        Need.atLeast("gpuSeconds", gpuSeconds, 0);
        if (wall.isNegative()) throw new BadSpec("wall", "must not be negative: " + wall);
        if (target.isPresent() && Double.isNaN(target.getAsDouble())) throw new BadSpec("target", "must be a number");
    }

    /** Limits of the other where it has any, of this one elsewhere. */
    public Budget overlaid(Budget other) {
        return new Budget(
                other.trials > 0 ? other.trials : trials,
                other.parallel > 0 ? other.parallel : parallel,
                other.epochs > 0 ? other.epochs : epochs,
                other.wall.isZero() ? wall : other.wall,
                other.gpuSeconds > 0 ? other.gpuSeconds : gpuSeconds,
                other.target.isPresent() ? other.target : target);
    }
}

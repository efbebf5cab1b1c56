package dev.wsol.infra.creatures;

/**
 * Random numbers of one image: SplitMix64. Written out here because the pictures of a seed must not change with the JDK.
 */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private long state;

    Dice(long seed) {
        state = seed;
    }

    /** Numbers that depend on nothing but the seed, the split and the index in it. */
    static Dice of(long seed, Split split, int index) {
        return new Dice(mix(mix(mix(seed + GOLDEN) + split.salt + GOLDEN) + index + GOLDEN));
    }

    long bits() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    double unit() {
        return (bits() >>> 11) * 0x1p-53;
    }

    /** Uniform in [from, to). */
    double real(double from, double to) {
        return from + (to - from) * unit();
    }

    /** Uniform among the integers from..to, both included. */
    int whole(int from, int to) {
        return from + (int) (unit() * (to - from + 1));
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    private static long mix(long x) {
        long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

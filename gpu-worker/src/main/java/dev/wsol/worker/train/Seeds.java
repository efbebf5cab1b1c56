package dev.wsol.worker.train;

/** Derives independent seeds, so that no generator's state has to be kept and threads cannot change an outcome. */
final class Seeds {
    /** What the randomness is for; uses with the same numbers must not draw the same values. */
    enum Use {
        ORDER(1),
        AUGMENTATION(2),
        DROP_PATH(3);

        private final long salt;

        Use(long salt) {
            this.salt = salt;
        }
    }

    private Seeds() {}

    static long of(Use use, long seed, long... parts) {
        long z = scramble(scramble(seed) + use.salt);
        for (long part : parts) z = scramble(z ^ scramble(part + 0x9E3779B97F4A7C15L));
        return z;
    }

    /** The output function of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long scramble(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

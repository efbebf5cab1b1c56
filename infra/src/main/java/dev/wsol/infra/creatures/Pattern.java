package dev.wsol.infra.creatures;

/** How two colours alternate. Local coordinates u, v in pixels around the pattern's centre; p is the period. */
enum Pattern {
    FLAT {
        @Override
        boolean second(double u, double v, double p) {
            return false;
        }
    },
    STRIPES {
        @Override
        boolean second(double u, double v, double p) {
            return mod(u, p) < p / 2;
        }
    },
    DOTS {
        @Override
        boolean second(double u, double v, double p) {
            double a = mod(u, p) - p / 2;
            double b = mod(v, p) - p / 2;
            return a * a + b * b < DOT * DOT * p * p;
        }
    },
    CHECKER {
        @Override
        boolean second(double u, double v, double p) {
            return mod(u, p) < p / 2 ^ mod(v, p) < p / 2;
        }
    },
    RINGS {
        @Override
        boolean second(double u, double v, double p) {
            return mod(Math.sqrt(u * u + v * v), p) < p / 2;
        }
    };

    /** Radius of a dot in periods: dots cover about 41 %. */
    private static final double DOT = 0.36;

    private static final Pattern[] REAL = {STRIPES, DOTS, CHECKER, RINGS};

    abstract boolean second(double u, double v, double p);

    /** Any but {@link #FLAT}. */
    static Pattern any(Dice dice) {
        return REAL[dice.whole(0, REAL.length - 1)];
    }

    private static double mod(double x, double p) {
        return x - p * Math.floor(x / p);
    }
}

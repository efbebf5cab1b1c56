package dev.wsol.contract.sweep;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Need;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** One parameter that a search may choose. Its name is that of a {@link Knob}. */
public sealed interface Dimension {
    String name();

    /** When it exists at all; empty for always. */
    Optional<Condition> when();

    /**
     * Any number between two bounds, both included.
     *
     * @param log whether it is the logarithm that is spread evenly; then low is above 0
     */
    record Real(String name, double low, double high, boolean log, Optional<Condition> when) implements Dimension {
        public Real {
            range(name, low, high, log);
        }
    }

    /** Any whole number between two bounds, both included. */
    record Whole(String name, long low, long high, boolean log, Optional<Condition> when) implements Dimension {
        public Whole {
            range(name, (double) low, (double) high, log);
        }
    }

    /** One of at least one different options, in no order: texts, or numbers as they are written. */
    record Choice(String name, List<String> options, Optional<Condition> when) implements Dimension {
        public Choice {
            Need.text("space", name);
            options = List.copyOf(options);
            Need.some(name, options);
            if (new HashSet<>(options).size() < options.size()) throw new BadSpec(name, "names an option twice");
        }
    }

    private static void range(String name, double low, double high, boolean log) {
        Need.text("space", name);
        if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high))
            throw new BadSpec(name, "must rise from a number to a number, not from " + low + " to " + high);
        if (log && !(low > 0)) throw new BadSpec(name, "on a logarithmic scale must be above 0, not " + low);
    }
}

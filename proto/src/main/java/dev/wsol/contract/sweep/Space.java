package dev.wsol.contract.sweep;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Need;
import java.util.HashMap;
import java.util.List;

/** Parameters in the order in which they are chosen: one that depends on another comes after it. */
public record Space(List<Dimension> dimensions) {
    private static final int MOST = 32;

    public Space {
        dimensions = List.copyOf(dimensions);
        Need.some("space", dimensions);
        if (dimensions.size() > MOST)
            throw new BadSpec("space", "has " + dimensions.size() + " parameters; at most " + MOST);
        var before = new HashMap<String, Dimension>();
        for (var d : dimensions) {
            d.when().ifPresent(c -> check(d, c, before.get(c.parameter())));
            if (before.put(d.name(), d) != null) throw new BadSpec("space", "names " + d.name() + " twice");
        }
    }

    private static void check(Dimension d, Condition c, Dimension on) {
        if (!(on instanceof Dimension.Choice choice))
            throw new BadSpec(d.name() + ".when", c.parameter() + " is no choice that stands before " + d.name());
        for (var value : c.values())
            if (!choice.options().contains(value))
                throw new BadSpec(d.name() + ".when", value + " is no option of " + c.parameter());
    }

    /** Whether the parameter exists beside the values chosen so far. */
    public static boolean exists(Dimension d, Point soFar) {
        return d.when().map(c -> c.holds(soFar)).orElse(true);
    }
}

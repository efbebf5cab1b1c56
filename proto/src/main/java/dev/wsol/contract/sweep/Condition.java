package dev.wsol.contract.sweep;

import dev.wsol.contract.Need;
import java.util.List;

/**
 * A parameter exists only while another one, named before it, has one of these values.
 *
 * @param parameter name of a choice
 * @param values at least one of its options
 */
public record Condition(String parameter, List<String> values) {
    public Condition {
        Need.text("when", parameter);
        values = List.copyOf(values);
        Need.some("when", values);
    }

    boolean holds(Point point) {
        return point.get(parameter).filter(values::contains).isPresent();
    }
}

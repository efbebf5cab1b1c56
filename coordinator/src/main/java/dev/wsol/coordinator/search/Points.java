package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.SearchSpec;
import java.util.Optional;

/** Where new trials come from. */
interface Points {
    /** The point of the next trial; empty when there is none left. */
    Optional<Point> next(History history);

    /** How many there are; empty for no end. */
    default Optional<Integer> size() {
        return Optional.empty();
    }

    /** For people: where a point comes from. */
    String name();

    static Points of(SearchSpec spec) {
        return switch (spec.sampler()) {
            case GRID -> new GridPoints(spec.space());
            case RANDOM -> new RandomPoints(spec.space(), spec.seed());
            case TPE -> new TpePoints(spec.space(), spec.seed());
        };
    }
}

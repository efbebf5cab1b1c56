package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.Space;
import java.util.Map;
import java.util.Optional;

/** Each parameter by itself, evenly on its scale. */
final class RandomPoints implements Points {
    private final Space space;
    private final long seed;

    RandomPoints(Space space, long seed) {
        this.space = space;
        this.seed = seed;
    }

    @Override
    public Optional<Point> next(History history) {
        var random = Draw.of(seed, history.size());
        var point = new Point(Map.of());
        for (var d : space.dimensions()) if (Space.exists(d, point)) point = point.with(d.name(), Draw.any(d, random));
        return Optional.of(point);
    }

    @Override
    public String name() {
        return "random";
    }
}

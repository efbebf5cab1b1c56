package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every combination of the options, the last parameter turning fastest. */
final class GridPoints implements Points {
    private final List<Point> all;

    GridPoints(Space space) {
        var points = new ArrayList<>(List.of(new Point(Map.of())));
        for (var d : space.dimensions()) {
            var wider = new ArrayList<Point>();
            for (var p : points)
                if (!Space.exists(d, p)) wider.add(p);
                else for (var option : ((Dimension.Choice) d).options()) wider.add(p.with(d.name(), option));
            points = wider;
        }
        all = List.copyOf(points);
    }

    @Override
    public Optional<Point> next(History history) {
        int at = (int) history.searched().count();
        return at < all.size() ? Optional.of(all.get(at)) : Optional.empty();
    }

    @Override
    public Optional<Integer> size() {
        return Optional.of(all.size());
    }

    @Override
    public String name() {
        return "grid";
    }
}

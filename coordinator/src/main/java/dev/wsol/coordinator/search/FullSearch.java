package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.SearchStep;
import java.util.Optional;

/** Every trial trains to the end. */
final class FullSearch implements Search {
    private final Points points;
    private final int epochs;
    private final int every;

    /** @param every epochs between measurements; 0 for the end only */
    FullSearch(Points points, int epochs, int every) {
        this.points = points;
        this.epochs = epochs;
        this.every = every;
    }

    @Override
    public Optional<SearchStep> next(History history, boolean room, boolean fresh) {
        if (!room || !fresh) return Optional.empty();
        return Proposals.next(points, history, epochs, 0, "trains all " + epochs + " epochs");
    }

    @Override
    public boolean measures(int epoch) {
        return epoch == epochs || (every > 0 && epoch % every == 0);
    }

    @Override
    public Optional<Integer> size() {
        return points.size();
    }
}

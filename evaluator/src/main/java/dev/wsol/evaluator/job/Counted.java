package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.PixelTally;
import dev.wsol.evaluator.metric.Tally;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one protocol counted over some images. Two of them add, in any order.
 *
 * @param coupled by the maps that localize
 * @param semantic by the maps before coupling
 * @param pixels under a {@code PIXELS} protocol, which has no boxes
 * @param degenerate maps that were constant or not finite and counted as all zero
 * @param rows of the images, by index; empty if they were not wanted
 */
record Counted(Tally coupled, Tally semantic, Optional<PixelTally> pixels, long degenerate, List<ImageRow> rows) {
    Counted {
        rows = List.copyOf(rows);
    }

    Counted plus(Counted other) {
        if (other.coupled.images() == 0) return this; // its tallies do not even know which figures are counted
        if (coupled.images() == 0) return other;
        return new Counted(
                coupled.plus(other.coupled),
                semantic.plus(other.semantic),
                pixels.map(p -> p.plus(other.pixels.orElseThrow())),
                degenerate + other.degenerate,
                Stream.concat(rows.stream(), other.rows.stream())
                        .sorted(Comparator.comparingInt(ImageRow::index))
                        .toList());
    }

    Counted withoutRows() {
        return new Counted(coupled, semantic, pixels, degenerate, List.of());
    }
}

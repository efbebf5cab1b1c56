package dev.wsol.contract.sweep;

import dev.wsol.contract.Need;
import java.util.List;

/**
 * At the end the best points are trained again under other seeds: the best of many single runs is partly luck.
 *
 * @param top points, 0 for none
 * @param seeds of the repeats
 */
public record Repeats(int top, List<Long> seeds) {
    public static final Repeats NONE = new Repeats(0, List.of());

    public Repeats {
        Need.atLeast("top", top, 0);
        seeds = seeds.stream().distinct().toList();
        if (top > 0) Need.some("seeds", seeds);
    }
}

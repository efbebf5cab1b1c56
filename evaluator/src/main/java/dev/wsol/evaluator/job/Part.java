package dev.wsol.evaluator.job;

import java.util.ArrayList;
import java.util.List;

/**
 * What was counted over a stretch of a split. Parts that follow each other add to the whole, so an evaluation can be
 * continued from them.
 *
 * @param from first index of the lists
 * @param to one past the last
 * @param rejected images of the stretch that could not be used
 * @param counted one a task, in the order of the tasks
 */
record Part(int from, int to, List<LeftOut> rejected, List<Counted> counted) {
    /** An image without pixels, and why. */
    record LeftOut(int index, String reason) {}

    Part {
        rejected = List.copyOf(rejected);
        counted = List.copyOf(counted);
    }

    static Part nothing() {
        return new Part(0, 0, List.of(), List.of());
    }

    /** This and the part that begins where this one ends. */
    Part then(Part next) {
        if (next.from != to) throw new IllegalArgumentException("a part from " + next.from + " does not follow " + to);
        if (counted.isEmpty()) return next;
        var both = new ArrayList<>(rejected);
        both.addAll(next.rejected);
        var sum = new ArrayList<Counted>();
        for (int t = 0; t < counted.size(); t++) sum.add(counted.get(t).plus(next.counted.get(t)));
        return new Part(from, next.to, both, sum);
    }

    Part withoutRows() {
        return new Part(
                from, to, rejected, counted.stream().map(Counted::withoutRows).toList());
    }
}

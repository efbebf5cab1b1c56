package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A board that is kept in order: results of one data set under one protocol, best first. A new one is put where it belongs.
 * Says the same as a {@link Board} of the same results. Not for several threads.
 */
final class Ranking {
    private static final Comparator<BestSoFar> OLDEST_FIRST = Comparator.comparing(BestSoFar::at)
            .thenComparing(b -> b.result().job().value());

    private final String metric;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Told> bySha = new HashMap<>();
    private final Map<String, List<Row>> byTrain = new HashMap<>();
    private final Map<String, Row> baselines = new TreeMap<>();
    private final Set<Names> names = new HashSet<>();
    private final Repeats repeats;
    private final List<BestSoFar> best = new ArrayList<>();
    private final Shown shown = new Shown();
    private BestSoFar newest;
    private boolean bestIsRight = true;

    /** The newest result of a checkpoint, and when the first one came. */
    private record Told(Row row, Instant firstAt) {}

    private record Names(String dataset, String protocol) {}

    /**
     * @param any a row it will have
     * @param setting results of equal settings may be repeats of each other
     */
    Ranking(EvaluationResult any, Function<EvaluationResult, Object> setting) {
        this.metric = Board.rankedBy(any);
        this.repeats = new Repeats(setting);
    }

    /**
     * @param at when it was told; the first time counts
     * @return the result of the same checkpoint that it replaces
     */
    Optional<EvaluationResult> put(EvaluationResult r, Instant at) {
        shown.forget();
        var row = Row.of(r, metric);
        var sha = r.checkpoint().sha256();
        var old = bySha.get(sha);
        bySha.put(sha, new Told(row, old == null ? at : old.firstAt));
        if (old != null) remove(old.row);
        int place = Collections.binarySearch(rows, row);
        rows.add(place < 0 ? -place - 1 : place, row);
        byTrain.computeIfAbsent(r.origin().trainJob(), t -> new ArrayList<>(1)).add(row);
        repeats.add(row);
        for (var name : r.baselines().keySet()) baselines.merge(name, row, (a, b) -> a.compareTo(b) <= 0 ? a : b);
        names.add(new Names(r.dataset(), r.protocol().name()));
        if (old == null) remember(new BestSoFar(at, row.number(), r));
        else bestIsRight = false;
        return Optional.ofNullable(old).map(o -> o.row.result());
    }

    private void remove(Row old) {
        rows.remove(Collections.binarySearch(rows, old));
        byTrain.get(old.result().origin().trainJob()).remove(old);
        repeats.remove(old);
        for (var name : old.result().baselines().keySet()) {
            baselines.remove(name);
            rows.stream()
                    .filter(r -> r.result().baselines().containsKey(name))
                    .findFirst()
                    .ifPresent(r -> baselines.put(name, r));
        }
    }

    /** Events come in the order of their times, but for a coordinator whose clock is behind its predecessor's. */
    private void remember(BestSoFar next) {
        if (newest != null && OLDEST_FIRST.compare(newest, next) > 0) bestIsRight = false;
        newest = next;
        if (bestIsRight && BestSoFar.follows(best, next)) best.add(next);
    }

    private int size() {
        return rows.size();
    }

    /** The best row. */
    EvaluationResult any() {
        return rows.get(0).result();
    }

    private Map<String, Double> baselines() {
        var out = new TreeMap<String, Double>();
        baselines.forEach((name, r) -> out.put(name, r.result().baselines().get(name)));
        return out;
    }

    /** What of it one part shows; the same page again as long as nothing has changed, if it is one that many ask for. */
    BoardPage page(BoardPage.Part part) {
        return shown.page(part, this::make);
    }

    private BoardPage make(BoardPage.Part part) {
        int from = part.after()
                .map(sha -> place(sha).map(p -> p + 1).orElse(size()))
                .orElse(0);
        var some = rows(from, part.most());
        var ranks = new ArrayList<Integer>();
        for (int at = 0; at < some.size(); at++) ranks.add(rank(from + at));
        boolean more = from + some.size() < size() && !some.isEmpty();
        return new BoardPage(
                any(),
                metric,
                baselines(),
                size(),
                some,
                List.copyOf(ranks),
                more ? Optional.of(some.get(some.size() - 1).checkpoint().sha256()) : Optional.empty(),
                repeats(some),
                part.history() ? history() : List.of());
    }

    /** At most so many rows from this place on. */
    private List<EvaluationResult> rows(int from, int most) {
        int end = (int) Math.min(rows.size(), (long) from + most);
        return rows.subList(Math.min(from, end), end).stream().map(Row::result).toList();
    }

    /** Whether data set and protocol have the same names in all rows: digests decide what belongs together, not names. */
    boolean agreesOnNames() {
        return names.size() == 1;
    }

    /** Place of the row of this checkpoint. */
    private Optional<Integer> place(String sha256) {
        return Optional.ofNullable(bySha.get(sha256)).map(told -> Collections.binarySearch(rows, told.row));
    }

    /** As {@link Board#ranks} has it: 1 for the best and its equals, 0 for a row without the number. */
    private int rank(int place) {
        double here = rows.get(place).number();
        if (Double.isInfinite(here)) return 0;
        int low = 0;
        for (int high = place; low < high; ) {
            int middle = (low + high) >>> 1;
            if (rows.get(middle).number() > here) low = middle + 1;
            else high = middle;
        }
        return low + 1;
    }

    /** Repeats whose best row is among these, in their order. */
    private List<Repeat> repeats(List<EvaluationResult> some) {
        return some.stream()
                .flatMap(r -> repeats.ledBy(Row.of(r, metric)).stream())
                .toList();
    }

    /** What is known of this train job's setting becomes other than it was. */
    void resettle(String trainJob, Runnable becomes) {
        var its = byTrain.getOrDefault(trainJob, List.of());
        if (!its.isEmpty()) shown.forget();
        its.forEach(repeats::remove);
        becomes.run();
        its.forEach(repeats::add);
    }

    /** When this number was first there. */
    Instant firstAt(EvaluationResult r) {
        return bySha.get(r.checkpoint().sha256()).firstAt;
    }

    /** Each result that was better than all before it, oldest first. */
    private List<BestSoFar> history() {
        if (!bestIsRight) {
            best.clear();
            bySha.values().stream()
                    .map(t -> new BestSoFar(t.firstAt, t.row.number(), t.row.result()))
                    .sorted(OLDEST_FIRST)
                    .forEach(b -> {
                        newest = b;
                        if (BestSoFar.follows(best, b)) best.add(b);
                    });
            bestIsRight = true;
        }
        return List.copyOf(best);
    }

    Stream<Kept.Row> kept() {
        return bySha.values().stream().map(t -> new Kept.Row(t.row.result(), t.firstAt));
    }

    Collection<EvaluationResult> all() {
        return bySha.values().stream().map(t -> t.row.result()).toList();
    }
}

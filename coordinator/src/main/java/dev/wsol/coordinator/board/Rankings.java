package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** All boards, kept in order, and each sweep's part of them. Not for several threads. */
final class Rankings {
    private static final Comparator<Ranking> ORDER = Comparator.comparing(Ranking::any, Board.NAMES);

    private final Map<Board.Group, Ranking> rankings = new HashMap<>();
    private final Map<String, Map<String, EvaluationResult>> bySweep = new HashMap<>();
    private final Siblings siblings = new Siblings();
    /** Those that results name. */
    private final Set<String> trains = new HashSet<>();

    private final UnaryOperator<JobId> root;

    /** @param root the topmost job above a job; never another one for the same job */
    Rankings(UnaryOperator<JobId> root) {
        this.root = root;
    }

    /** @param at when it was told */
    void put(EvaluationResult r, Instant at) {
        trains.add(r.origin().trainJob());
        var ranking = rankings.computeIfAbsent(Board.Group.of(r), g -> new Ranking(r, siblings::setting));
        var old = ranking.put(r, at);
        old.ifPresent(o -> sweeps(o).forEach(s -> bySweep.get(s).remove(o.key())));
        sweeps(r).forEach(s -> bySweep.computeIfAbsent(s, x -> new HashMap<>(2)).put(r.key(), r));
    }

    /** By its origin, and because the evaluation was asked for below it. */
    private Set<String> sweeps(EvaluationResult r) {
        var out = new HashSet<String>();
        out.add(root.apply(r.job()).value());
        if (!r.origin().sweepJob().isEmpty()) out.add(r.origin().sweepJob());
        return out;
    }

    /** The newest result of each checkpoint, protocol and data set. */
    Collection<EvaluationResult> all() {
        var out = new ArrayList<EvaluationResult>();
        rankings.values().forEach(r -> out.addAll(r.all()));
        return out;
    }

    /** As {@link #put} had them. */
    List<Kept.Row> rows() {
        return rankings.values().stream().flatMap(Ranking::kept).toList();
    }

    /** @param wanted looks at names and digests of data set and protocol only */
    List<BoardPage> pages(Predicate<EvaluationResult> wanted, BoardPage.Part part) {
        return part.sweep().map(this::of).orElse(rankings.values()).stream()
                .flatMap(r -> called(r, wanted).stream())
                .sorted(ORDER)
                .map(r -> r.page(part))
                .toList();
    }

    private Collection<Ranking> of(String sweep) {
        return of(bySweep.getOrDefault(sweep, Map.of()).values());
    }

    private Collection<Ranking> of(Collection<EvaluationResult> some) {
        var out = new HashMap<Board.Group, Ranking>();
        for (var r : some) {
            var group = Board.Group.of(r);
            out.computeIfAbsent(group, g -> new Ranking(r, siblings::setting))
                    .put(r, rankings.get(group).firstAt(r));
        }
        return out.values();
    }

    private Collection<Ranking> called(Ranking ranking, Predicate<EvaluationResult> wanted) {
        if (ranking.agreesOnNames()) return wanted.test(ranking.any()) ? List.of(ranking) : List.of();
        return of(ranking.all().stream().filter(wanted).toList());
    }

    /** The train job is new, or its spec may have changed. */
    void see(JobId train, JobSpec.Train spec) {
        var having = trains.contains(train.value()) ? rankings.values() : List.<Ranking>of();
        Runnable change = () -> siblings.see(train, spec);
        for (var ranking : having) {
            var inner = change;
            change = () -> ranking.resettle(train.value(), inner);
        }
        change.run();
    }
}

package dev.wsol.coordinator.board;

import dev.wsol.contract.JobId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * All jobs in the order of their coming, and the same order within those of equal traits, so that a page of a selection costs
 * as much as the page, not as much as all jobs. A job's number is the offset of the event that accepted it. Not for several
 * threads.
 */
final class JobIndex {
    private final NavigableMap<String, Long> numbers = new TreeMap<>();
    private final NavigableMap<Long, JobId> all = new TreeMap<>();
    private final Map<Traits, NavigableMap<Long, JobId>> groups = new HashMap<>();
    private final Map<JobId, List<JobId>> children = new HashMap<>();

    /** The newest job of a group that was not taken yet, and those behind it. */
    private record Next(long number, JobId job, Iterator<Map.Entry<Long, JobId>> rest) {}

    void add(long number, JobCard card) {
        numbers.put(card.id().value(), number);
        all.put(number, card.id());
        group(Traits.of(card.job())).put(number, card.id());
        card.job().parent().ifPresent(p -> children.computeIfAbsent(p, x -> new ArrayList<>(1))
                .add(card.id()));
    }

    void change(JobCard before, JobCard after) {
        if (before.job().state() == after.job().state()
                && before.job().spec().equals(after.job().spec())) return;
        var was = Traits.of(before.job());
        var is = Traits.of(after.job());
        if (was.equals(is)) return;
        long number = numbers.get(after.id().value());
        var left = group(was);
        left.remove(number);
        if (left.isEmpty()) groups.remove(was);
        group(is).put(number, after.id());
    }

    private NavigableMap<Long, JobId> group(Traits traits) {
        return groups.computeIfAbsent(traits, t -> new TreeMap<>());
    }

    void eachGroup(BiConsumer<Traits, Integer> hear) {
        groups.forEach((traits, jobs) -> hear.accept(traits, jobs.size()));
    }

    /** In the order of their coming. */
    List<JobId> children(JobId parent) {
        return List.copyOf(children.getOrDefault(parent, List.of()));
    }

    void eachOldestFirst(BiConsumer<Long, JobId> hear) {
        all.forEach(hear);
    }

    long number(JobId job) {
        return numbers.get(job.value());
    }

    /**
     * Jobs that may be wanted, the newest first; the traits are looked at, the rest is not.
     *
     * @param before only jobs of lower numbers
     */
    Iterator<JobId> newestFirst(Wanted wanted, long before) {
        if (wanted.parent().isPresent())
            return sorted(children.getOrDefault(wanted.parent().get(), List.of()), before);
        if (wanted.below().isPresent()) return sorted(tree(wanted.below().get()), before);
        var few = few(wanted.begins());
        if (few != null) return sorted(few, before);
        return wanted.equals(Wanted.ALL)
                ? all.headMap(before, false).descendingMap().values().iterator()
                : merged(wanted, before);
    }

    private List<JobId> tree(JobId top) {
        var out = new ArrayList<>(children.getOrDefault(top, List.of()));
        for (int at = 0; at < out.size(); at++) out.addAll(children.getOrDefault(out.get(at), List.of()));
        return out;
    }

    /** Null if there is no beginning, or more jobs have it than are worth sorting. */
    private List<JobId> few(String begins) {
        if (begins.isEmpty()) return null;
        var out = new ArrayList<JobId>();
        for (var e : numbers.tailMap(begins, true).entrySet()) {
            if (!e.getKey().startsWith(begins)) return out;
            if (out.size() == JobView.MOST_LOOKED_AT) return null;
            out.add(all.get(e.getValue()));
        }
        return out;
    }

    private Iterator<JobId> sorted(List<JobId> some, long before) {
        return some.stream()
                .filter(id -> number(id) < before)
                .sorted(Comparator.comparingLong(this::number).reversed())
                .iterator();
    }

    private Iterator<JobId> merged(Wanted wanted, long before) {
        var heads = new PriorityQueue<>(Comparator.comparingLong(Next::number).reversed());
        groups.forEach((traits, jobs) -> {
            if (wanted.traits().test(traits))
                push(
                        heads,
                        jobs.headMap(before, false).descendingMap().entrySet().iterator());
        });
        if (heads.isEmpty()) return Collections.emptyIterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !heads.isEmpty();
            }

            @Override
            public JobId next() {
                var head = heads.remove();
                push(heads, head.rest());
                return head.job();
            }
        };
    }

    private static void push(PriorityQueue<Next> heads, Iterator<Map.Entry<Long, JobId>> rest) {
        if (!rest.hasNext()) return;
        var e = rest.next();
        heads.add(new Next(e.getKey(), e.getValue(), rest));
    }
}

package dev.wsol.coordinator.board;

import dev.wsol.contract.JobId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The evaluate jobs that one rule asked for, in the order of their coming. Any thread may ask. */
final class Made {
    private final Set<JobId> known = new HashSet<>();
    private final List<JobId> inOrder = new ArrayList<>();

    synchronized void add(JobId job) {
        if (known.add(job)) inOrder.add(job);
    }

    /** Oldest first. */
    synchronized List<JobId> all() {
        return List.copyOf(inOrder);
    }

    synchronized BenchmarkView.Page page(OptionalLong before, int most) {
        int end = (int) Math.min(before.orElse(inOrder.size()), inOrder.size());
        int start = Math.max(0, end - most);
        var jobs = new ArrayList<JobId>();
        for (int at = end - 1; at >= start; at--) jobs.add(inOrder.get(at));
        return new BenchmarkView.Page(jobs, inOrder.size(), start > 0 ? OptionalLong.of(start) : OptionalLong.empty());
    }
}

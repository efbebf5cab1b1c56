package dev.wsol.coordinator.board;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** People who wait for what becomes of their command. */
final class Answers {
    private record Ask(Predicate<JobEvent> wanted, CompletableFuture<JobEvent> answer) {}

    private final Map<JobId, List<Ask>> open = new ConcurrentHashMap<>();

    /** Completes with the first event of the job, from now on, that is wanted. Cancel or time it out to stop waiting. */
    CompletableFuture<JobEvent> next(JobId job, Predicate<JobEvent> wanted) {
        var ask = new Ask(wanted, new CompletableFuture<>());
        open.compute(job, (j, asks) -> with(asks, ask)); // one step: a list that is empty is forgotten at any moment
        var unused = ask.answer.whenComplete((e, error) -> forget(job, ask));
        return ask.answer;
    }

    private static List<Ask> with(List<Ask> asks, Ask one) {
        var all = asks == null ? new CopyOnWriteArrayList<Ask>() : asks;
        all.add(one);
        return all;
    }

    void hear(List<Seen> batch) {
        for (var seen : batch)
            for (var ask : new ArrayList<>(open.getOrDefault(seen.event().job(), List.of())))
                if (ask.wanted.test(seen.event())) ask.answer.complete(seen.event());
    }

    private void forget(JobId job, Ask ask) {
        open.computeIfPresent(job, (j, asks) -> {
            asks.remove(ask);
            return asks.isEmpty() ? null : asks;
        });
    }
}

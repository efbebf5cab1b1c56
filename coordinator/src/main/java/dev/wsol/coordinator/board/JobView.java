package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Progress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All jobs, for reading by any thread. One thread feeds it events, another one progress. */
public final class JobView {
    private static final Logger LOG = LoggerFactory.getLogger(JobView.class);
    private final Map<JobId, JobCard> cards = new ConcurrentHashMap<>();
    private final Map<JobId, List<JobId>> children = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, JobId> order = new ConcurrentSkipListMap<>();
    private final QueueLines lines = new QueueLines();
    private final Map<JobId, List<JobEvent.Searched>> steps = new ConcurrentHashMap<>();
    private final Map<JobId, Progress> progress = new ConcurrentHashMap<>();
    private final Map<String, EvaluationResult> results = new ConcurrentHashMap<>();

    public Optional<JobCard> get(JobId id) {
        return Optional.ofNullable(cards.get(id));
    }

    /** The newest first. */
    public Iterable<JobCard> newestFirst() {
        return () -> order.descendingMap().values().stream().map(cards::get).iterator();
    }

    /** Who waits in front of whom. */
    public QueueLines lines() {
        return lines;
    }

    public List<JobId> children(JobId id) {
        return children.getOrDefault(id, List.of());
    }

    /** What the search of this sweep was told and decided. */
    public List<JobEvent.Searched> steps(JobId sweep) {
        return steps.getOrDefault(sweep, List.of());
    }

    /** Newest word about what a running job does. */
    public Optional<Progress> progress(JobId id) {
        return Optional.ofNullable(progress.get(id));
    }

    /** The newest result of each checkpoint and protocol. */
    public Collection<EvaluationResult> results() {
        return results.values();
    }

    /** Topmost job above this one; itself if there is none or the job is unknown. */
    public JobId root(JobId id) {
        return get(id).map(JobCard::root).orElse(id);
    }

    /** Whether a job is {@code top} or below it. */
    public boolean isBelow(JobId top, JobId id) {
        for (var at = Optional.of(id);
                at.isPresent();
                at = at.flatMap(this::get).flatMap(c -> c.job().parent()))
            if (at.get().equals(top)) return true;
        return false;
    }

    void hear(Seen seen) {
        var e = seen.event();
        if (e instanceof JobEvent.Submitted s) add(seen.offset(), s);
        else if (cards.containsKey(e.job())) fold(e);
        if (e instanceof JobEvent.Searched s)
            steps.computeIfAbsent(s.job(), j -> new CopyOnWriteArrayList<>()).add(s);
        if (e instanceof JobEvent.Scored s) results.put(s.result().key(), s.result());
        if (e.terminal() || e instanceof JobEvent.Queued) progress.remove(e.job());
    }

    /** Late words of a worker that lost its lease are dropped. */
    void hear(Progress p) {
        var card = cards.get(p.job());
        if (card != null && card.job().holds(p.worker(), p.leaseEpoch())) progress.put(p.job(), p);
    }

    private void add(long offset, JobEvent.Submitted s) {
        var root = s.parent().map(this::root).orElse(s.job());
        if (cards.putIfAbsent(
                        s.job(), JobCard.accepted(Job.accepted(s.job(), s.spec(), s.parent(), s.owner()), root, s.at()))
                != null) return;
        order.put(offset, s.job());
        s.parent()
                .ifPresent(p -> children.merge(p, List.of(s.job()), (old, one) -> Lists.put(old, s.job(), x -> false)));
    }

    private void fold(JobEvent e) {
        try {
            cards.computeIfPresent(e.job(), (id, card) -> e.match(new CardFold(card)));
            lines.see(cards.get(e.job()).job(), e.at());
        } catch (IllegalStateException impossible) {
            LOG.warn("The view ignores an event that cannot follow: {}", impossible.getMessage());
        }
    }
}

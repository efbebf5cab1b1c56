package dev.wsol.coordinator.board;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All jobs, for reading by any thread. One thread feeds it events, another one progress. */
public final class JobView {
    /** Newer than all. */
    public static final long FROM_THE_NEWEST = Long.MAX_VALUE;

    /** So many jobs are looked at for one page, whether they are wanted or not. */
    static final int MOST_LOOKED_AT = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(JobView.class);
    private final Map<JobId, JobCard> cards = new ConcurrentHashMap<>();
    private final JobIndex index = new JobIndex();
    private final Rankings rankings = new Rankings(this::root);
    private final QueueLines lines = new QueueLines();
    private final Map<JobId, List<JobEvent.Searched>> steps = new ConcurrentHashMap<>();
    private final Map<JobId, Progress> progress = new ConcurrentHashMap<>();

    public Optional<JobCard> get(JobId id) {
        return Optional.ofNullable(cards.get(id));
    }

    /**
     * Jobs in the order of their coming, the newest first.
     *
     * @param next where the next page begins; empty when there are no more. A page may have fewer jobs than it could and yet
     *     not be the last one.
     */
    public record Page(List<JobCard> jobs, OptionalLong next) {}

    /**
     * Page after page gives each job that was there at the first once, however many come meanwhile.
     *
     * @param before {@link Page#next} of the page before; {@link #FROM_THE_NEWEST} for the first
     */
    public synchronized Page page(Wanted wanted, long before, int most) {
        var out = new ArrayList<JobCard>();
        long last = before;
        int left = MOST_LOOKED_AT;
        for (var ids = index.newestFirst(wanted, before); ids.hasNext(); left--) {
            var id = ids.next();
            if (left == 0) return new Page(out, OptionalLong.of(last));
            var card = cards.get(id);
            if (wanted.traits().test(Traits.of(card.job())) && wanted.rest().test(card)) {
                if (out.size() == most) return new Page(out, OptionalLong.of(last));
                out.add(card);
            }
            last = index.number(id);
        }
        return new Page(out, OptionalLong.empty());
    }

    /** All of them, the newest first. */
    public List<JobCard> all(Wanted wanted) {
        var out = new ArrayList<JobCard>();
        for (var at = OptionalLong.of(FROM_THE_NEWEST); at.isPresent(); ) {
            var page = page(wanted, at.getAsLong(), Integer.MAX_VALUE);
            out.addAll(page.jobs());
            at = page.next();
        }
        return out;
    }

    /** How many jobs there are of which traits. */
    public synchronized void count(BiConsumer<Traits, Integer> hear) {
        index.eachGroup(hear);
    }

    /** Who waits in front of whom. */
    public QueueLines lines() {
        return lines;
    }

    public synchronized List<JobId> children(JobId id) {
        return index.children(id);
    }

    /** What the search of this sweep was told and decided. */
    public List<JobEvent.Searched> steps(JobId sweep) {
        return steps.getOrDefault(sweep, List.of());
    }

    /** Newest word about what a running job does. */
    public Optional<Progress> progress(JobId id) {
        return Optional.ofNullable(progress.get(id));
    }

    /**
     * Boards of all results, never across protocols or data: each is ranked in itself.
     *
     * @param wanted looks at names and digests of data set and protocol only
     */
    public synchronized List<BoardPage> boards(Predicate<EvaluationResult> wanted, BoardPage.Part part) {
        return rankings.pages(wanted, part);
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

    synchronized void hear(Seen seen) {
        var e = seen.event();
        if (e instanceof JobEvent.Submitted s) add(seen.offset(), s);
        else if (cards.containsKey(e.job())) fold(e);
        if (e instanceof JobEvent.Searched s) add(s);
        if (e instanceof JobEvent.Scored s) rankings.put(s.result(), s.at());
        if (e.terminal() || e instanceof JobEvent.Queued) progress.remove(e.job());
    }

    /** Late words of a worker that lost its lease are dropped. */
    void hear(Progress p) {
        var card = cards.get(p.job());
        if (card != null && card.job().holds(p.worker(), p.leaseEpoch())) progress.put(p.job(), p);
    }

    /** Everything but progress, in values that do not change any more. */
    synchronized List<Object> keep() {
        var rows = new HashMap<JobId, List<Kept.Row>>();
        rankings.rows().forEach(r -> rows.computeIfAbsent(r.result().job(), j -> new ArrayList<>(1))
                .add(r));
        var out = new ArrayList<>();
        index.eachOldestFirst((number, id) -> {
            var its = rows.remove(id);
            out.add(new Kept.Job(number, cards.get(id), lines.since(id), its == null ? List.of() : its));
        });
        rows.values().forEach(out::addAll); // of jobs that nobody knows
        steps.values().forEach(out::addAll);
        return out;
    }

    /** What {@link #keep} gave, to a new view. It takes what it knows and leaves the rest. Boards come from a second thread. */
    synchronized void recall(List<Object> kept) {
        for (var value : kept)
            if (value instanceof Kept.Job k) cards.put(k.card().id(), k.card());
        var boards = CompletableFuture.runAsync(() -> rank(kept));
        for (var value : kept) {
            if (value instanceof Kept.Job k) {
                index.add(k.number(), k.card());
                k.since().ifPresent(at -> lines.see(k.card().job(), k.number(), at));
            }
            if (value instanceof JobEvent.Searched s) add(s);
        }
        boards.join();
    }

    private void rank(List<Object> kept) {
        for (var value : kept) if (value instanceof Kept.Job k) see(k.card());
        for (var value : kept) {
            if (value instanceof Kept.Job k) k.rows().forEach(r -> rankings.put(r.result(), r.firstAt()));
            if (value instanceof Kept.Row r) rankings.put(r.result(), r.firstAt());
        }
    }

    private void add(JobEvent.Searched s) {
        steps.computeIfAbsent(s.job(), j -> new CopyOnWriteArrayList<>()).add(s);
    }

    private void add(long offset, JobEvent.Submitted s) {
        if (cards.containsKey(s.job())) return;
        var root = s.parent().map(this::root).orElse(s.job());
        var job = Job.accepted(s.job(), s.spec(), s.parent(), s.owner());
        add(offset, JobCard.accepted(job, root, s.at()));
    }

    private void add(long offset, JobCard card) {
        cards.put(card.id(), card);
        index.add(offset, card);
        see(card);
    }

    private void see(JobCard card) {
        if (card.job().spec() instanceof JobSpec.Train train) rankings.see(card.id(), train);
    }

    private void fold(JobEvent e) {
        try {
            var before = cards.get(e.job());
            var after = e.match(new CardFold(before));
            cards.put(e.job(), after);
            index.change(before, after);
            if (e instanceof JobEvent.Changed) see(after);
            lines.see(after.job(), index.number(after.id()), e.at());
        } catch (IllegalStateException impossible) {
            LOG.warn("The view ignores an event that cannot follow: {}", impossible.getMessage());
        }
    }
}

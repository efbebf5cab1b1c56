package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Change;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.coordinator.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Pages of jobs, while jobs come, start, end and move. */
class JobPagesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    /** Something that happens: to the job of that number, or a new one. */
    record Step(String deed, int number) {}

    @Property(tries = 300)
    void pages_give_each_job_that_was_there_once_and_the_newest_first_while_others_come_and_change(
            @ForAll("steps") List<Step> before,
            @ForAll("steps") List<Step> meanwhile,
            @ForAll("wishes") Function<JobView, Wanted> wish,
            @ForAll("few") int most) {
        var world = new World();
        var wanted = wish.apply(world.view);
        before.forEach(world::happen);
        var atFirst = world.matching(wanted);

        var seen = new ArrayList<JobId>();
        var later = new ArrayList<>(meanwhile);
        for (var at = OptionalLong.of(JobView.FROM_THE_NEWEST); at.isPresent(); ) {
            var page = world.view.page(wanted, at.getAsLong(), most);
            page.jobs().forEach(card -> seen.add(card.id()));
            at = page.next();
            if (!later.isEmpty()) world.happen(later.remove(0));
        }

        assertThat(seen).doesNotHaveDuplicates().isSortedAccordingTo(world.newestFirst());
        var always = new ArrayList<>(atFirst);
        always.retainAll(world.matching(wanted)); // who stopped to match meanwhile may be in or not
        always.removeAll(world.moved);
        assertThat(seen).containsAll(always);
    }

    @Property(tries = 300)
    void a_selection_is_what_looking_at_every_job_gives(
            @ForAll("steps") List<Step> steps, @ForAll("wishes") Function<JobView, Wanted> wish) {
        var world = new World();
        var wanted = wish.apply(world.view);
        steps.forEach(world::happen);

        assertThat(world.view.all(wanted)).extracting(JobCard::id).isEqualTo(world.matching(wanted));

        Map<Traits, Integer> counted = new HashMap<>();
        world.view.count((traits, jobs) -> counted.merge(traits, jobs, Integer::sum));
        assertThat(counted.values().stream().mapToInt(n -> n).sum()).isEqualTo(world.ids.size());
    }

    @Test
    void a_page_that_finds_nothing_among_very_many_jobs_says_where_to_go_on() {
        var world = new World();
        for (int n = 0; n < JobView.MOST_LOOKED_AT + 10; n++) world.happen(new Step("submit", 1));
        var oldest =
                new Wanted(t -> true, card -> card.id().value().equals("j-0"), Optional.empty(), Optional.empty(), "");

        var first = world.view.page(oldest, JobView.FROM_THE_NEWEST, 10);
        var second = world.view.page(oldest, first.next().orElseThrow(), 10);

        assertThat(first.jobs()).isEmpty();
        assertThat(second.jobs()).extracting(JobCard::id).containsExactly(new JobId("j-0"));
        assertThat(second.next()).isEmpty();
    }

    private static final class World {
        private final JobView view = new JobView();
        private final List<JobId> ids = new ArrayList<>();
        private final List<JobId> moved = new ArrayList<>();
        private long offset;

        void happen(Step step) {
            if (step.deed().equals("submit")) submit(step.number());
            else if (!ids.isEmpty()) change(step.deed(), ids.get(step.number() % ids.size()));
        }

        private void submit(int n) {
            var id = new JobId((n % 5 == 4 ? "odd-" : "j-") + ids.size());
            var parent = n % 2 == 0 && !ids.isEmpty() ? Optional.of(ids.get(n % ids.size())) : Optional.<JobId>empty();
            JobSpec spec = n % 3 == 0 ? Samples.evaluate(Samples.checkpoint(1, 1)) : Samples.train(When.NEVER);
            ids.add(id);
            hear(new JobEvent.Submitted(id, NOW, "", spec, parent, "owner-" + n % 2));
            hear(new JobEvent.Queued(id, NOW, 1, QueuedReason.NEW, Optional.empty()));
        }

        private void change(String deed, JobId id) {
            moved.add(id);
            var state = view.get(id).orElseThrow().job().state();
            if (deed.equals("start") && state == JobState.QUEUED)
                hear(new JobEvent.LeaseGranted(id, NOW, 1, "w", Duration.ofSeconds(10)));
            if (deed.equals("end") && state == JobState.RUNNING) hear(new JobEvent.Finished(id, NOW, 1));
            if (deed.equals("move") && !state.ended())
                hear(new JobEvent.Changed(id, NOW, "", "", new Change(Optional.of("high"), OptionalInt.empty())));
        }

        private void hear(JobEvent e) {
            view.hear(new Seen(offset, e));
            offset += 1 + offset % 2; // transactions leave gaps
        }

        Comparator<JobId> newestFirst() {
            return Comparator.<JobId>comparingInt(ids::indexOf).reversed();
        }

        List<JobId> matching(Wanted wanted) {
            return ids.stream()
                    .sorted(newestFirst())
                    .filter(id -> matches(wanted, id))
                    .toList();
        }

        private boolean matches(Wanted wanted, JobId id) {
            var card = view.get(id).orElseThrow();
            return wanted.traits().test(Traits.of(card.job())) && wanted.rest().test(card);
        }
    }

    @Provide
    Arbitrary<Integer> few() {
        return Arbitraries.integers().between(1, 5);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of("submit", "submit", "submit", "start", "start", "end", "move"),
                        Arbitraries.integers().between(0, 40))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<Function<JobView, Wanted>> wishes() {
        var traits = Arbitraries.of(
                Wanted.ALL,
                Wanted.of(t -> t.kind().equals("train")),
                Wanted.of(t -> t.state() == JobState.QUEUED),
                Wanted.of(t -> t.owner().equals("owner-1") && t.state() == JobState.FINISHED),
                Wanted.of(t -> t.queue().equals("high")));
        var some = Arbitraries.integers().between(0, 9).map(n -> new JobId("j-" + n));
        var plain = traits.map(w -> wish(view -> w));
        var made = Combinators.combine(traits, some)
                .as((w, p) -> wish(view -> new Wanted(
                        w.traits(),
                        card -> card.job().parent().equals(Optional.of(p)),
                        Optional.of(p),
                        Optional.empty(),
                        "")));
        var below = Combinators.combine(traits, some)
                .as((w, p) -> wish(view -> new Wanted(
                        w.traits(),
                        card -> !card.id().equals(p) && view.isBelow(p, card.id()),
                        Optional.empty(),
                        Optional.of(p),
                        "")));
        var begins = Combinators.combine(traits, Arbitraries.of("odd", "j-1", "x"))
                .as((w, b) -> wish(view -> new Wanted(
                        w.traits(), card -> card.id().value().startsWith(b), Optional.empty(), Optional.empty(), b)));
        return Arbitraries.oneOf(plain, made, begins, below);
    }

    private static Function<JobView, Wanted> wish(Function<JobView, Wanted> wish) {
        return wish;
    }
}

package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.EvaluationResult.ProtocolTag;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Protocol;
import dev.wsol.coordinator.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Boards that are kept in order say what sorting everything says, whatever comes in whatever order. */
class RankingsTest {
    private static final List<Double> SETTINGS = List.of(1e-3, 1e-4);
    private static final String GONE = "elsewhere";

    /** A result, when it is told, and whether its train job's recipe is changed just before. */
    record Told(EvaluationResult result, Instant at, boolean changed) {}

    @Property(tries = 300)
    void boards_page_by_page_are_what_sorting_all_results_gives(
            @ForAll("tales") List<Told> tale, @ForAll("few") int most) {
        var world = new World(tale);

        for (var sweep : List.of(Optional.<String>empty(), Optional.of("sweep-1"), Optional.of("nothing")))
            assertThat(world.kept(r -> true, sweep, most)).isEqualTo(world.sorted(r -> true, sweep));
        Predicate<EvaluationResult> named = r -> r.dataset().equals("CUB");
        assertThat(world.kept(named, Optional.empty(), most)).isEqualTo(world.sorted(named, Optional.empty()));
    }

    /** Pages are remembered, so they must be forgotten at the right times. */
    @Property(tries = 100)
    void boards_asked_for_again_and_again_are_what_sorting_all_results_gives_each_time(
            @ForAll("tales") List<Told> tale) {
        var world = new World(List.of());

        for (var told : tale) {
            world.change(told);
            assertThat(world.kept(r -> true, Optional.empty(), BoardPage.Part.USUAL))
                    .isEqualTo(world.sorted(r -> true, Optional.empty()));
            world.put(told);
            assertThat(world.kept(r -> true, Optional.empty(), BoardPage.Part.USUAL))
                    .isEqualTo(world.sorted(r -> true, Optional.empty()));
        }
    }

    /** What a board shows, as one value. */
    private record Shown(
            List<EvaluationResult> rows,
            List<Integer> ranks,
            String rankedBy,
            Map<String, Double> baselines,
            List<Repeat> repeats,
            List<BestSoFar> history) {}

    private static final class World {
        private final Map<String, JobSpec.Train> trains = new HashMap<>();
        private final Map<String, EvaluationResult> results = new LinkedHashMap<>();
        private final Map<String, Instant> firstAt = new HashMap<>();
        private final Rankings rankings = new Rankings(World::root);

        World(List<Told> tale) {
            for (int n = 0; n < 4; n++) see("run-" + n, train(n, 5));
            for (var told : tale) {
                change(told);
                put(told);
            }
        }

        void change(Told told) {
            var train = told.result().origin().trainJob();
            if (told.changed() && trains.containsKey(train)) see(train, train(number(train), 9));
            if (told.changed() && train.equals("gone-1")) see(train, train(1, 5)); // known only now
        }

        void put(Told told) {
            results.put(told.result().key(), told.result());
            firstAt.putIfAbsent(told.result().key(), told.at());
            rankings.put(told.result(), told.at());
        }

        private void see(String id, JobSpec.Train spec) {
            trains.put(id, spec);
            rankings.see(new JobId(id), spec);
        }

        private static int number(String train) {
            return train.charAt(train.length() - 1) - '0';
        }

        /** Two settings of two seeds each. */
        private static JobSpec.Train train(int n, int epochs) {
            var base = Samples.train(When.NEVER);
            return base.with(base.recipe()
                    .withLearningRate(SETTINGS.get(n % 2))
                    .withSeed(n / 2)
                    .withEpochs(epochs));
        }

        private static JobId root(JobId job) {
            return job.value().endsWith("1") ? new JobId("sweep-1") : job;
        }

        private static boolean below(String sweep, EvaluationResult r) {
            return sweep.equals(r.origin().sweepJob()) || root(r.job()).value().equals(sweep);
        }

        List<Shown> sorted(Predicate<EvaluationResult> wanted, Optional<String> sweep) {
            return Board.of(
                            results.values(),
                            r -> wanted.test(r) && sweep.map(s -> below(s, r)).orElse(true))
                    .stream()
                    .map(b -> new Shown(
                            b.rows(),
                            b.ranks(),
                            b.rankedBy(),
                            b.baselines(),
                            Repeat.of(b, this::setting),
                            BestSoFar.of(b, r -> Optional.of(firstAt.get(r.key())))))
                    .toList();
        }

        private Object setting(EvaluationResult r) {
            var train = trains.get(r.origin().trainJob());
            if (train != null) return train.with(train.recipe().withSeed(0));
            return r.origin().equals(Origin.UNKNOWN)
                    ? r.key()
                    : r.model() + "\n" + r.origin().sweepJob() + "\n"
                            + r.origin().learningRate();
        }

        List<Shown> kept(Predicate<EvaluationResult> wanted, Optional<String> sweep, int most) {
            return rankings.pages(wanted, new BoardPage.Part(sweep, Optional.empty(), most, true)).stream()
                    .map(first -> all(first, wanted, sweep, most))
                    .toList();
        }

        private Shown all(BoardPage first, Predicate<EvaluationResult> wanted, Optional<String> sweep, int most) {
            var rows = new ArrayList<>(first.rows());
            var ranks = new ArrayList<>(first.ranks());
            var repeats = new ArrayList<>(first.repeats());
            var group = Board.Group.of(first.any());
            for (var next = first.next(); next.isPresent(); ) {
                var page = rankings.pages(
                                r -> wanted.test(r) && Board.Group.of(r).equals(group),
                                new BoardPage.Part(sweep, next, most, false))
                        .get(0);
                rows.addAll(page.rows());
                ranks.addAll(page.ranks());
                repeats.addAll(page.repeats());
                next = page.next();
            }
            assertThat(rows).hasSize(first.total());
            return new Shown(rows, ranks, first.rankedBy(), first.baselines(), repeats, first.history());
        }
    }

    @Provide
    Arbitrary<Integer> few() {
        return Arbitraries.integers().between(1, 7);
    }

    @Provide
    Arbitrary<List<Told>> tales() {
        var numbers = Arbitraries.of(0.0, 10.0, 20.0, 30.0, Double.NaN, -1.0); // -1: the number is missing
        var results = Combinators.combine(
                        Arbitraries.integers().between(0, 9), // checkpoint
                        Arbitraries.of("deployed", "scm"),
                        Arbitraries.of("CUB", "CUB", "CUB", "bird"), // two names of one data set
                        Arbitraries.of("run-0", "run-1", "run-2", "run-3", GONE, "gone-1", ""),
                        numbers,
                        Arbitraries.of("", "centredBox50", "fullImage50"))
                .as(RankingsTest::result);
        return Combinators.combine(
                        results, Arbitraries.integers().between(0, 9), Arbitraries.of(false, false, false, true))
                .as((r, late, changed) -> new Told(r, Instant.ofEpochSecond(late), changed))
                .list()
                .ofMaxSize(40)
                .map(RankingsTest::mostlyInOrder);
    }

    /** Every third word comes late, the others in the order of their times. */
    private static List<Told> mostlyInOrder(List<Told> tale) {
        var out = new ArrayList<Told>();
        for (int n = 0; n < tale.size(); n++) {
            var told = tale.get(n);
            boolean late = n % 3 == 2 && told.changed();
            out.add(new Told(told.result(), late ? told.at() : Instant.ofEpochSecond(100 + n), told.changed()));
        }
        return out;
    }

    private static EvaluationResult result(
            int checkpoint, String protocol, String dataset, String train, double number, String baseline) {
        var metrics = new TreeMap<String, Double>(Map.of("top1Loc", 40.0));
        if (number != -1.0) metrics.put("maxBoxAcc50", number);
        int run = train.startsWith("run-") ? train.charAt(4) - '0' : 7;
        var origin = train.isEmpty()
                ? Origin.UNKNOWN
                : new Origin(train, checkpoint % 3 == 0 ? "sweep-1" : "", .1, run / 2, "top1Loc on test");
        return new EvaluationResult(
                new JobId("job-" + checkpoint),
                new CheckpointRef("s3://wsol/" + checkpoint, String.format("%064x", checkpoint), checkpoint),
                ModelSpec.named("scm"),
                origin,
                dataset,
                "d".repeat(64),
                ProtocolTag.of(Protocol.of(protocol)),
                10,
                0,
                metrics,
                Map.of(),
                baseline.isEmpty() ? Map.of() : Map.of(baseline, number),
                Map.of(),
                "s3://wsol/report");
    }

    @Property(tries = 20)
    void a_board_has_the_newest_result_of_each_checkpoint_once(@ForAll("tales") List<Told> tale) {
        var world = new World(tale);

        Collection<EvaluationResult> all = world.rankings.all();

        assertThat(all).containsExactlyInAnyOrderElementsOf(world.results.values());
    }
}

package dev.wsol.evaluator.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.DataRef;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.job.CheckpointEvaluation.Scored;
import dev.wsol.evaluator.job.SplitPass.Pace;
import dev.wsol.vision.checkpoint.ObjectStore;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.image.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole evaluation on real files and a real store; only the network is made up. */
class SplitPassTest {
    private static final int IMAGES = 40;
    private static final int BROKEN = 17;
    private static final int BATCH = 4;
    /** Small maps, for speed. */
    private static final List<Protocol> PROTOCOLS = List.of(
            like("deployed", "test"), like("scm", "test"), like("ts-cam-cub", "test"), like("scm", "validation"));

    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir
    private static Path served;

    private static TestStore store;

    @TempDir
    private Path dir;

    private final String test = "test" + TESTS.incrementAndGet() + "/";
    private ObjectStore objects = store.objects();
    private DatasetSource source;
    private EvaluationData data;
    private int attempts;
    private final AtomicInteger seen = new AtomicInteger();
    private final List<Split> opened = new ArrayList<>();
    private final AtomicInteger earlier = new AtomicInteger();

    @BeforeAll
    static void serve() throws Exception {
        store = new TestStore(served);
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
    }

    @BeforeEach
    void open() throws Exception {
        source = EvaluationData.open(
                new DataRef(SmallCub.write(dir.resolve("cub"), IMAGES, BROKEN).toString(), 5, 0));
        data = new EvaluationData(Decoder.standard());
    }

    @Test
    void threads_and_batches_cannot_change_an_answer() throws Exception {
        var slow =
                run("a", pace(1, 1, 1, Long.MAX_VALUE, 1000), Integer.MAX_VALUE).orElseThrow();
        var fast =
                run("b", pace(7, 3, 3, Long.MAX_VALUE, 1000), Integer.MAX_VALUE).orElseThrow();
        var cut = run("c", pace(BATCH, 2, 2, Long.MAX_VALUE, 5), Integer.MAX_VALUE)
                .orElseThrow();

        same(fast, slow);
        same(cut, slow);
        assertThat(slow.get(0).scores().metrics().get("maxBoxAcc30")).isBetween(1.0, 99.0);
    }

    @Test
    void an_image_that_cannot_be_read_is_counted_and_named() throws Exception {
        var scored = run("a", pace(BATCH, 2, 2, Long.MAX_VALUE, 10), Integer.MAX_VALUE)
                .orElseThrow()
                .get(0);

        assertThat(scored.images()).isEqualTo(IMAGES - 1);
        assertThat(scored.rejected()).containsExactly(new Part.LeftOut(BROKEN, "is neither JPEG nor PNG"));
        assertThat(scored.findings().images())
                .extracting(i -> i.index())
                .doesNotContain(BROKEN)
                .isSorted();
        ReportFiles.rejected(dir.resolve("rejected.csv"), List.of(scored), split -> data.images(source, split));
        assertThat(Files.readAllLines(dir.resolve("rejected.csv")))
                .hasSize(2)
                .last()
                .isEqualTo("002.Kind_2/picture_57.png,test,is neither JPEG nor PNG");
    }

    @Test
    void a_validation_image_that_cannot_be_read_is_named_beside_those_that_are_scored() throws Exception {
        var broken = data.images(source, Split.VALIDATION).sample(1);
        Files.writeString(broken.path(), "no picture");

        var scored = run("a", pace(BATCH, 2, 2, Long.MAX_VALUE, 10), Integer.MAX_VALUE).orElseThrow().stream()
                .filter(s -> s.split() == Split.TEST) // one of the others scores the validation images
                .toList();

        ReportFiles.rejected(dir.resolve("rejected.csv"), scored, split -> data.images(source, split));
        assertThat(Files.readAllLines(dir.resolve("rejected.csv")))
                .containsExactlyInAnyOrder(
                        "image,split,reason",
                        "002.Kind_2/picture_57.png,test,is neither JPEG nor PNG",
                        broken.id() + ",validation,is neither JPEG nor PNG");
        assertThat(scored).allMatch(s -> s.rejected().size() == 1);
    }

    @Test
    void an_interrupted_evaluation_goes_on_where_it_stood_and_gives_the_same_answer() throws Exception {
        var whole = run("whole", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), Integer.MAX_VALUE)
                .orElseThrow();
        int all = seen.getAndSet(0);

        assertThat(run("job", pace(BATCH, 2, 2, Long.MAX_VALUE, 6), 3)).isEmpty();
        assertThat(run("job", pace(BATCH, 2, 2, Long.MAX_VALUE, 6), 5)).isEmpty();
        var continued = run("job", pace(BATCH, 2, 2, Long.MAX_VALUE, 6), Integer.MAX_VALUE)
                .orElseThrow();

        same(continued, whole);
        assertThat(seen.get()).isEqualTo(all);
    }

    @Test
    void a_killed_evaluation_goes_on_from_what_it_had_stored() throws Exception {
        var whole = run("whole", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), Integer.MAX_VALUE)
                .orElseThrow();
        int all = seen.getAndSet(0);

        assertThatThrownBy(() -> run("job", pace(BATCH, 2, 2, 2, 1000), Integer.MAX_VALUE, 7))
                .hasMessage("killed");
        int before = seen.getAndSet(0);
        var continued =
                run("job", pace(BATCH, 2, 2, 2, 1000), Integer.MAX_VALUE).orElseThrow();

        same(continued, whole);
        assertThat(earlier.get()).isPositive();
        assertThat(seen.get()).isLessThan(all);
        assertThat(before + seen.get()).isBetween(all, all + 3 * BATCH);
    }

    @Test
    void counts_of_another_checkpoint_or_damaged_ones_are_not_taken() throws Exception {
        var whole = run("whole", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), Integer.MAX_VALUE)
                .orElseThrow();
        int all = seen.getAndSet(0);
        assertThat(run("job", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), 4)).isEmpty();

        seen.set(0);
        same(
                run("other", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), Integer.MAX_VALUE)
                        .orElseThrow(),
                whole);
        assertThat(seen.get()).isEqualTo(all);

        seen.set(0);
        for (var key : store.objects().keys(test + "job/"))
            store.objects().put(key, "damaged".getBytes(UTF_8), "application/octet-stream");
        same(
                run("job", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), Integer.MAX_VALUE)
                        .orElseThrow(),
                whole);
        assertThat(seen.get()).isEqualTo(all);
    }

    @Test
    void of_two_attempts_that_both_stored_counts_the_longer_stretch_is_taken() throws Exception {
        var whole = run("whole", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), Integer.MAX_VALUE)
                .orElseThrow();
        assertThat(run("short", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), 4)).isEmpty();
        assertThat(run("job", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), 6)).isEmpty();
        var file = dir.resolve("moved");
        for (var key : store.objects().keys(test + "short/")) {
            Files.deleteIfExists(file);
            store.objects().get(key, file);
            store.objects().put(key.replaceFirst("/short/", "/job/"), file, "application/octet-stream");
        }

        same(
                run("job", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), Integer.MAX_VALUE)
                        .orElseThrow(),
                whole);
    }

    @Test
    void a_store_that_is_away_costs_the_parts_and_not_the_evaluation() throws Exception {
        try (var other = new TestStore(dir.resolve("other"))) {
            objects = other.objects();
            other.stopServing();
            assertThat(run("job", pace(BATCH, 2, 2, 20, 1000), Integer.MAX_VALUE))
                    .isPresent();
        }
    }

    @Test
    void what_scoring_throws_ends_the_evaluation() {
        Sight nan = (frames, ranks) -> frames.stream()
                .map(f -> new SeenImage(
                        f.index(),
                        0,
                        (rule, side) -> List.of(),
                        new float[2],
                        Map.of(0, new float[196]),
                        new float[196]))
                .toList();

        assertThatThrownBy(() -> run("job", pace(BATCH, 2, 2, Long.MAX_VALUE, 1000), nan, Integer.MAX_VALUE))
                .hasMessageContaining("no ground-truth box");
    }

    @Test
    void a_failure_among_the_last_batches_ends_the_evaluation_too() throws Exception {
        var submitted = new CountDownLatch(1); // or the second submit would be told of the first one's failure
        SeenImage.Truth none = (rule, side) -> {
            await(submitted);
            return List.of();
        };
        var broken = new SeenImage(0, 0, none, new float[2], Map.of(0, new float[196]), new float[196]);
        try (var pool = new ScorerPool(1, List.of(new ScorerPool.Task(PROTOCOLS.get(0), true)))) {
            pool.submit(List.of(broken));
            pool.submit(List.of(broken));
            submitted.countDown();

            assertThatThrownBy(pool::take).hasMessageContaining("no ground-truth box");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) throw new AssertionError("nobody opened the latch");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_split_is_opened_once_for_all_of_its_images() throws Exception {
        assertThat(run("once", pace(4, 1, 1, 100, 10), Integer.MAX_VALUE)).isPresent();

        assertThat(opened).doesNotHaveDuplicates().contains(Split.TEST);
    }

    @Test
    void a_protocol_that_the_data_cannot_serve_is_refused_before_any_work() throws IOException {
        var bare = EvaluationData.open(new DataRef(dir.resolve("cub").toString(), 0, 0));
        assertThatThrownBy(() -> new CheckpointEvaluation(
                                List.of(Protocol.named("deployed")), s -> data.images(bare, s), bare.classes())
                        .images())
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("chooses its threshold on validation images, and there are none");
        assertThatThrownBy(() -> new CheckpointEvaluation(
                                List.of(Protocol.named("pxap")), s -> data.images(bare, s), bare.classes())
                        .images())
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("pxap");
    }

    @Test
    void images_without_boxes_are_refused_by_a_protocol_that_compares_boxes() throws IOException {
        var root = dir.resolve("folders");
        for (var part : List.of("train", "test")) {
            Files.createDirectories(root.resolve(part + "/cat"));
            Files.writeString(root.resolve(part + "/cat/1.png"), "never opened");
        }
        var bare = EvaluationData.open(new DataRef(root.toString(), 0, 0));

        assertThatThrownBy(() -> new CheckpointEvaluation(
                                List.of(Protocol.named("maxboxacc")), s -> data.images(bare, s), bare.classes())
                        .images())
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("maxboxacc", "test/cat/1.png", "has none");
    }

    private static Protocol like(String base, String split) {
        return Protocol.custom(Map.of("name", base + "-" + split, "base", base, "split", split, "mapSize", 56));
    }

    private Optional<List<Scored>> run(String prefix, Pace pace, int batches) throws Exception {
        return run(prefix, pace, batches, Integer.MAX_VALUE);
    }

    private Optional<List<Scored>> run(String prefix, Pace pace, int batches, int killedAt) throws Exception {
        var calls = new AtomicInteger();
        return run(
                prefix,
                pace,
                (frames, ranks) -> {
                    if (calls.getAndIncrement() == killedAt) throw new IllegalStateException("killed");
                    return frames.stream().map(MadeUp::seen).toList();
                },
                batches);
    }

    /** @param batches after how many batches somebody asks to stop */
    private Optional<List<Scored>> run(String prefix, Pace pace, Sight sight, int batches) throws Exception {
        opened.clear();
        var evaluation = new CheckpointEvaluation(
                PROTOCOLS,
                split -> {
                    opened.add(split);
                    return data.images(source, split);
                },
                source.classes());
        assertThat(evaluation.images())
                .isEqualTo(IMAGES + data.images(source, Split.VALIDATION).count());
        var asked = new AtomicInteger();
        var folder = Files.createDirectories(dir.resolve("attempt" + attempts++));
        var parts = new PartStore(objects, test + prefix, folder, true);
        var progress = new SplitPass.Progress() {
            @Override
            public void earlier(int images) {
                earlier.addAndGet(images);
            }

            @Override
            public void done(int images) {
                seen.addAndGet(images);
            }
        };
        return evaluation.run(new SplitPass(sight, parts, pace, progress, () -> asked.getAndIncrement() >= batches));
    }

    /** A clock that ticks once whenever it is looked at. */
    private static Pace pace(int batch, int decoders, int scorers, long shareEvery, int longest) {
        return new Pace(batch, decoders, scorers, new AtomicLong()::getAndIncrement, shareEvery, longest);
    }

    private static void same(List<Scored> ours, List<Scored> theirs) {
        assertThat(ours).hasSameSizeAs(theirs);
        for (int i = 0; i < theirs.size(); i++) {
            var a = ours.get(i);
            var b = theirs.get(i);
            assertThat(a.scores()).as(a.protocol().name()).isEqualTo(b.scores());
            assertThat(a.tallies()).isEqualTo(b.tallies());
            assertThat(a.findings()).isEqualTo(b.findings());
            assertThat(a.baselines()).isEqualTo(b.baselines());
            assertThat(a.rejected()).isEqualTo(b.rejected());
            assertThat(a.images()).isEqualTo(b.images());
        }
    }
}

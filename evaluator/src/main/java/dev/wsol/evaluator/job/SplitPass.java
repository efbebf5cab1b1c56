package dev.wsol.evaluator.job;

import dev.wsol.vision.dataset.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over a split: images are decoded, seen by the network and scored at the same time, each on its own threads,
 * with bounded queues between. Every so often what was counted becomes a {@link Part}.
 */
final class SplitPass {
    private static final Logger LOG = LoggerFactory.getLogger(SplitPass.class);
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Sight sight;
    private final PartStore parts;
    private final Pace pace;
    private final Progress progress;
    private final BooleanSupplier stop;
    private long lastShared;

    /**
     * How the work is cut.
     *
     * @param batch images the network sees at a time
     * @param decoders threads that decode
     * @param scorers threads that score
     * @param nanos clock
     * @param shareEvery nanoseconds of work after which a part goes to the object store
     * @param longest images after which a part is written to the disk in any case, which bounds the memory
     */
    record Pace(int batch, int decoders, int scorers, LongSupplier nanos, long shareEvery, int longest) {
        static Pace storing(Duration shareEvery) {
            return new Pace(
                    16,
                    Math.min(16, Math.max(2, CORES)),
                    Math.min(8, Math.max(1, CORES / 2)),
                    System::nanoTime,
                    shareEvery.toNanos(),
                    4096);
        }
    }

    /**
     * What came of a pass.
     *
     * @param sum over the whole split, without rows
     * @param files in order; their rows make up the split
     */
    record Passed(Part sum, List<Path> files) {
        int images() {
            return sum.counted().get(0).coupled().images();
        }
    }

    /** Is told images, rejected ones included. */
    interface Progress {
        /** Done by an earlier attempt. */
        void earlier(int images);

        void done(int images);
    }

    SplitPass(Sight sight, PartStore parts, Pace pace, Progress progress, BooleanSupplier stop) {
        this.sight = sight;
        this.parts = parts;
        this.pace = pace;
        this.progress = progress;
        this.stop = stop;
        this.lastShared = pace.nanos.getAsLong();
    }

    /** @return empty if it was stopped between two batches; what was counted until then is stored */
    Optional<Passed> run(Split split, SplitImages images, List<ScorerPool.Task> tasks)
            throws IOException, InterruptedException {
        var kept = new ArrayList<PartStore.Kept>(parts.earlier(split));
        int done = kept.isEmpty() ? 0 : kept.get(kept.size() - 1).sum().to();
        if (done > 0) {
            progress.earlier(done);
            LOG.info(
                    "{} of {} {} images were counted by an earlier attempt; goes on from there.",
                    done,
                    images.count(),
                    ProtocolScorer.name(split));
        }
        int ranks = tasks.stream()
                .mapToInt(t -> ProtocolScorer.ranks(t.protocol()))
                .max()
                .orElse(0);
        try (var frames = new FrameStream(images, done, pace.decoders, 2 * pace.batch + pace.decoders);
                var pool = new ScorerPool(pace.scorers, tasks)) {
            var cut = new Cut(split, images, pool, kept, done);
            while (cut.to < images.count()) {
                if (stop.getAsBoolean()) {
                    share(cut);
                    return Optional.empty();
                }
                var batch = batch(frames, cut);
                if (!batch.isEmpty()) pool.submit(sight.see(batch, ranks));
                progress.done(cut.to - done);
                done = cut.to;
                if (pace.nanos.getAsLong() - lastShared >= pace.shareEvery) share(cut);
                else if (cut.to - cut.from >= pace.longest) cut.make();
            }
            cut.make();
        }
        var sum = Part.nothing();
        for (var k : kept) sum = sum.then(k.sum());
        return Optional.of(
                new Passed(sum, kept.stream().map(PartStore.Kept::file).toList()));
    }

    private void share(Cut cut) throws IOException, InterruptedException {
        cut.make();
        parts.share();
        lastShared = pace.nanos.getAsLong();
    }

    private List<Frame> batch(FrameStream frames, Cut cut) throws InterruptedException {
        var batch = new ArrayList<Frame>();
        while (batch.size() < pace.batch) {
            var next = frames.next();
            if (next.isEmpty()) break;
            var decoded = next.get();
            cut.to = decoded.index() + 1;
            if (decoded.frame().isPresent()) batch.add(decoded.frame().get());
            else cut.leaveOut(decoded);
        }
        return batch;
    }

    /** The stretch at hand. */
    private final class Cut {
        private final Split split;
        private final SplitImages images;
        private final ScorerPool pool;
        private final List<PartStore.Kept> kept;
        private final List<Part.LeftOut> rejected = new ArrayList<>();
        private int from;
        private int to;

        Cut(Split split, SplitImages images, ScorerPool pool, List<PartStore.Kept> kept, int from) {
            this.split = split;
            this.images = images;
            this.pool = pool;
            this.kept = kept;
            this.from = from;
            this.to = from;
        }

        void leaveOut(FrameStream.Decoded decoded) {
            LOG.warn("Left out {}: {}", images.sample(decoded.index()).path(), decoded.reason());
            rejected.add(new Part.LeftOut(decoded.index(), decoded.reason()));
        }

        void make() throws IOException, InterruptedException {
            if (to == from) return;
            kept.add(parts.keep(split, new Part(from, to, rejected, pool.take())));
            rejected.clear();
            from = to;
        }
    }
}

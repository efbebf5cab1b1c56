package dev.wsol.infra.cli.bench;

import com.sun.management.ThreadMXBean;
import dev.wsol.evaluator.metric.Grid;
import dev.wsol.evaluator.metric.ImageScorer;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.map.ScoreImage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToLongFunction;

/** Threads that score the same maps again and again, each with a scorer of its own that it keeps. */
final class MapTimer implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long ARITHMETIC_STEPS = 100_000_000;

    private final List<ScoreImage> images;
    private final List<ImageScorer> scorers = new ArrayList<>();
    private final ExecutorService pool;
    private final List<PixelBox> truth;

    MapTimer(List<ScoreImage> images, Grid grid, int threads) {
        this.images = images;
        for (int t = 0; t < threads; t++) scorers.add(new ImageScorer(grid));
        this.pool = Executors.newFixedThreadPool(threads);
        int w = images.get(0).width();
        int h = images.get(0).height();
        this.truth = List.of(new PixelBox(w / 4, h / 4, 3 * w / 4, 3 * h / 4));
    }

    /** All maps once; answers with the bytes allocated on the way. */
    long pass() throws InterruptedException, ExecutionException {
        return onEach(scorers.size(), t -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = t; i < images.size(); i += scorers.size())
                scorers.get(t).score(truth, images.get(i));
            return THREADS.getCurrentThreadAllocatedBytes() - before;
        });
    }

    /** How much more pure arithmetic all threads get done than one, which is the most that can be asked of anything. */
    double arithmeticScaling() throws InterruptedException, ExecutionException {
        arithmetic(1);
        return scorers.size() * (arithmetic(1) / (double) arithmetic(scorers.size()));
    }

    private long arithmetic(int threads) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long sum = onEach(threads, t -> {
            long a = t;
            for (long i = 0; i < ARITHMETIC_STEPS; i++) a = a * 6364136223846793005L + i ^ a >>> 7;
            return a;
        });
        return System.nanoTime() - start + (sum == 42 ? 1 : 0); // the sum must be needed
    }

    private long onEach(int threads, IntToLongFunction work) throws InterruptedException, ExecutionException {
        List<Future<Long>> parts = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int own = t;
            parts.add(pool.submit(() -> work.applyAsLong(own)));
        }
        long sum = 0;
        for (var part : parts) sum += part.get();
        return sum;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}

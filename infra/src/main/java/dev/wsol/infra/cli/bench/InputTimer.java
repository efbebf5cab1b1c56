package dev.wsol.infra.cli.bench;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.ImageCache;
import dev.wsol.worker.train.Batch;
import dev.wsol.worker.train.PixelSource;
import dev.wsol.worker.train.ShuffledBatches;
import java.nio.file.Path;
import java.util.List;

/** Images a second: through the cache that a worker fills, and through the batches that it makes of it. */
final class InputTimer {
    private static final long IN_MEMORY = Long.MAX_VALUE;

    private final List<Path> files;
    private final int threads;
    private final double seconds;

    /** @param seconds least time of each measurement; half of it again warms up */
    InputTimer(List<Path> files, int threads, double seconds) {
        this.files = files;
        this.threads = threads;
        this.seconds = seconds;
    }

    /** Files decoded and resized to 256 x 256 a second, by all threads together. */
    double decodedPerSecond() throws InterruptedException {
        for (long start = System.nanoTime(); since(start) < seconds / 2; ) filled().close();
        long start = System.nanoTime();
        int passes = 0;
        do {
            filled().close();
            passes++;
        } while (since(start) < seconds);
        return passes * files.size() / since(start);
    }

    /** Cached images cropped, mirrored and normalised into batches a second, by all threads together. */
    double cachedPerSecond(int batch) throws InterruptedException {
        try (var cache = filled()) {
            var batches = new ShuffledBatches(source(cache), batch, 0, threads);
            int epoch = 0;
            for (long start = System.nanoTime(); since(start) < seconds / 2; epoch++) pass(batches, epoch);
            long start = System.nanoTime();
            int images = 0;
            for (; since(start) < seconds; epoch++) images += pass(batches, epoch);
            return images / since(start);
        }
    }

    private static int pass(ShuffledBatches batches, int epoch) {
        int images = 0;
        try (var each = batches.epoch(epoch)) {
            for (Batch batch : each) images += batch.size();
        }
        return images;
    }

    private ImageCache filled() throws InterruptedException {
        var plan = new ImageCache.Plan(
                PixelSource.SIDE, PixelSource.SIDE, Decoder.standard(), threads, IN_MEMORY, Path.of("unused"));
        var cache = ImageCache.fill(files, plan, (done, total, rejected) -> {});
        if (cache.rejected().isEmpty()) return cache;
        var first = cache.rejected().get(0);
        cache.close();
        throw new CommandFailed(Exit.USAGE, first.file() + ": " + first.reason());
    }

    private static PixelSource source(ImageCache cache) {
        return new PixelSource() {
            @Override
            public int size() {
                return cache.count();
            }

            @Override
            public int label(int index) {
                return 0;
            }

            @Override
            public void copyResized(int index, byte[] rgb) {
                cache.copy(index, rgb);
            }
        };
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}

package dev.wsol.worker.train;

import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Shuffled, augmented batches; the next one is prepared by threads of its own while the engine works on the present one. Two
 * buffers take turns, whatever the size of the data. What a batch holds depends on seed, epoch and number only, never on
 * threads or on where reading began.
 */
public final class ShuffledBatches implements TrainingData {
    /** Values of one image. */
    private static final int PIXELS = 3 * ModelConfig.IMAGE * ModelConfig.IMAGE;

    private final PixelSource source;
    private final int batchSize;
    private final long seed;
    private final int threads;
    private final ByteBuffer[] buffers;

    /** One thread reads, which keeps up with any CPU. */
    public ShuffledBatches(PixelSource source, int batchSize, long seed) {
        this(source, batchSize, seed, 1);
    }

    /**
     * @param threads prepare a batch together
     * @throws IllegalArgumentException if a batch is smaller than 1 or larger than the data
     */
    public ShuffledBatches(PixelSource source, int batchSize, long seed, int threads) {
        if (batchSize < 1 || batchSize > source.size())
            throw new IllegalArgumentException("a batch needs 1 to " + source.size()
                    + " images, as many as there are to train on; it was " + batchSize);
        if (threads < 1) throw new IllegalArgumentException("at least one thread must read, not " + threads);
        this.source = source;
        this.batchSize = batchSize;
        this.seed = seed;
        this.threads = Math.min(threads, batchSize);
        this.buffers = new ByteBuffer[] {Network.pixels(batchSize), Network.pixels(batchSize)};
    }

    /** Images of an epoch. */
    public int images() {
        return source.size();
    }

    @Override
    public int batches() {
        return (source.size() + batchSize - 1) / batchSize;
    }

    @Override
    public Epoch epoch(int epoch, int from) {
        return new Pass(epoch, from);
    }

    /** A batch whose images are being prepared, each part by one thread. */
    private record Pending(Batch batch, List<Future<?>> parts) {
        Batch await() {
            for (var part : parts) await(part);
            return batch;
        }

        private static void await(Future<?> part) {
            try {
                part.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for images", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                if (e.getCause() instanceof Error cause) throw cause;
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Batch k + 1 goes into the buffer of batch k - 1, which its reader has left by asking for batch k. */
    private final class Pass implements Epoch {
        private final ExecutorService readers = Executors.newFixedThreadPool(threads, task -> {
            var thread = new Thread(task, "wsol-batches");
            thread.setDaemon(true);
            return thread;
        });
        private final int[] order;
        private final int epoch;
        private int handedOut;
        private Pending next;
        private long waited;

        Pass(int epoch, int from) {
            this.epoch = epoch;
            this.order = EpochOrder.of(source.size(), seed, epoch);
            this.handedOut = from;
            this.next = from < batches() ? prepare(from) : new Pending(new Batch(buffers[0], new int[0]), List.of());
        }

        private Pending prepare(int number) {
            int from = number * batchSize;
            var pixels = buffers[number % buffers.length];
            var labels = new int[Math.min(batchSize, order.length - from)];
            int share = (labels.length + threads - 1) / threads;
            var parts = new ArrayList<Future<?>>();
            for (int first = 0; first < labels.length; first += share) {
                int begin = first;
                int end = Math.min(first + share, labels.length);
                parts.add(readers.submit(() -> fill(pixels, labels, from, begin, end)));
            }
            return new Pending(new Batch(pixels, labels), parts);
        }

        private void fill(ByteBuffer pixels, int[] labels, int from, int begin, int end) {
            var floats = pixels.duplicate()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .position(begin * PIXELS);
            var rgb = new byte[PixelSource.SIDE * PixelSource.SIDE * 3];
            for (int i = begin; i < end; i++) {
                int index = order[from + i];
                source.copyResized(index, rgb);
                Augmentation.of(seed, epoch, index).apply(rgb, floats);
                labels[i] = source.label(index);
            }
        }

        @Override
        public Iterator<Batch> iterator() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return handedOut < batches();
                }

                @Override
                public Batch next() {
                    return take();
                }
            };
        }

        private Batch take() {
            if (handedOut >= batches()) throw new NoSuchElementException("the epoch has " + batches() + " batches");
            long begin = System.nanoTime();
            Batch ready = next.await();
            waited += System.nanoTime() - begin;
            handedOut++;
            if (handedOut < batches()) next = prepare(handedOut);
            return ready;
        }

        @Override
        public double waited() {
            return waited / 1e9;
        }

        /** Waits for the readers, so that the buffers are free for the next epoch. */
        @Override
        public void close() {
            readers.shutdown();
            next.parts().forEach(this::settle);
        }

        private void settle(Future<?> part) {
            try {
                Pending.await(part);
            } catch (RuntimeException e) {
                // Already told to whoever asked for that batch, or nobody needs it any more.
                return;
            }
        }
    }
}

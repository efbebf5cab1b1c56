package dev.wsol.worker.train;

import dev.wsol.vision.model.Network;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Shuffled, augmented batches; the next one is prepared by a thread of its own while the engine works on the present one. Two
 * buffers take turns, whatever the size of the data.
 */
public final class ShuffledBatches implements TrainingData {
    private final PixelSource source;
    private final int batchSize;
    private final long seed;
    private final ByteBuffer[] buffers;

    /** @throws IllegalArgumentException if a batch is smaller than 1 or larger than the data */
    public ShuffledBatches(PixelSource source, int batchSize, long seed) {
        if (batchSize < 1 || batchSize > source.size())
            throw new IllegalArgumentException("a batch needs 1 to " + source.size()
                    + " images, as many as there are to train on; it was " + batchSize);
        this.source = source;
        this.batchSize = batchSize;
        this.seed = seed;
        this.buffers = new ByteBuffer[] {Network.pixels(batchSize), Network.pixels(batchSize)};
    }

    @Override
    public int batches() {
        return (source.size() + batchSize - 1) / batchSize;
    }

    @Override
    public Epoch epoch(int epoch) {
        return new Pass(epoch);
    }

    private Batch prepare(int[] order, int epoch, int number) {
        int from = number * batchSize;
        var labels = new int[Math.min(batchSize, order.length - from)];
        var pixels = buffers[number % buffers.length];
        var floats = pixels.asFloatBuffer();
        var rgb = new byte[PixelSource.SIDE * PixelSource.SIDE * 3];
        for (int i = 0; i < labels.length; i++) {
            int index = order[from + i];
            source.copyResized(index, rgb);
            Augmentation.of(seed, epoch, index).apply(rgb, floats);
            labels[i] = source.label(index);
        }
        return new Batch(pixels, labels);
    }

    /** Batch k + 1 goes into the buffer of batch k - 1, which its reader has left by asking for batch k. */
    private final class Pass implements Epoch {
        private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "wsol-batches");
            thread.setDaemon(true);
            return thread;
        });
        private final int[] order;
        private final int epoch;
        private int handedOut;
        private Future<Batch> next;

        Pass(int epoch) {
            this.epoch = epoch;
            this.order = EpochOrder.of(source.size(), seed, epoch);
            this.next = reader.submit(() -> prepare(order, epoch, 0));
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
            if (handedOut == batches()) throw new NoSuchElementException("the epoch has " + batches() + " batches");
            Batch ready = await(next);
            int following = ++handedOut;
            if (following < batches()) next = reader.submit(() -> prepare(order, epoch, following));
            return ready;
        }

        private static Batch await(Future<Batch> future) {
            try {
                return future.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for images", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                if (e.getCause() instanceof Error cause) throw cause;
                throw new IllegalStateException(e.getCause());
            }
        }

        /** Waits for the reader, so that the buffers are free for the next epoch. */
        @Override
        public void close() {
            reader.shutdown();
            try {
                await(next);
            } catch (RuntimeException e) {
                // Already told to whoever asked for that batch, or nobody needs it any more.
                return;
            }
        }
    }
}

package dev.wsol.evaluator.job;

import dev.wsol.vision.image.ImageException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The images of a split in order, decoded ahead on threads of its own, never more than a bound of them. */
final class FrameStream implements AutoCloseable {
    private final SplitImages images;
    private final int ahead;
    private final ExecutorService threads;
    private final Queue<Future<Decoded>> pending = new ArrayDeque<>();
    private int next;

    /**
     * One image, or why it is left out.
     *
     * @param reason empty if there is a frame
     */
    record Decoded(int index, Optional<Frame> frame, String reason) {}

    /**
     * @param from first index
     * @param ahead most images that are decoded and not yet taken
     */
    FrameStream(SplitImages images, int from, int threads, int ahead) {
        this.images = images;
        this.next = from;
        this.ahead = ahead;
        this.threads = Executors.newFixedThreadPool(threads, work -> {
            var thread = new Thread(work, "wsol-decode");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The next image; empty after the last. */
    Optional<Decoded> next() throws InterruptedException {
        while (pending.size() < ahead && next < images.count()) {
            int index = next++;
            pending.add(threads.submit(() -> decode(index)));
        }
        var head = pending.poll();
        if (head == null) return Optional.empty();
        try {
            return Optional.of(head.get());
        } catch (ExecutionException e) {
            throw Thrown.again(e.getCause());
        }
    }

    private Decoded decode(int index) {
        try {
            return new Decoded(index, Optional.of(images.frame(index)), "");
        } catch (ImageException e) {
            return new Decoded(index, Optional.empty(), e.reason());
        }
    }

    /** Decoding in progress is abandoned. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package dev.wsol.vision.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Threads that compute alone, each its own part of a batch. The engine's way is to share every product and every sum among its
 * threads: they wait for each other some thousand times a step, and each time a sleeping one has to be woken.
 */
final class Shards {
    /** With four a thread micro networks still train a third faster than with products shared; fewer were not measured. */
    private static final int FEWEST_IMAGES = 4;

    /** Each holds gradients of its own, of the network's size; where there are more threads, some share a part. */
    private static final int MOST = 8;

    private Shards() {}

    /** Into how many parts so many images are cut on this machine; 1 leaves the threads to the engine. */
    static int parts(int images) {
        int most = Math.min(threads(), MOST);
        return images / most < FEWEST_IMAGES ? 1 : most;
    }

    /** Of the engine, for one product. */
    static int threads() {
        return JniUtils.getNumThreads();
    }

    /** What the tasks say, in their order; a single one is done by the caller. All have ended when this returns or throws. */
    static <T> List<T> all(List<Supplier<T>> tasks) {
        if (tasks.size() == 1) return List.of(tasks.get(0).get());
        var asked = tasks.stream().map(t -> Threads.POOL.submit(t::get)).toList();
        var out = new ArrayList<T>();
        Throwable failed = null;
        for (var one : asked)
            try {
                out.add(ended(one));
            } catch (ExecutionException e) {
                if (failed == null) failed = e.getCause();
            }
        if (failed instanceof Error error) throw error;
        if (failed != null) throw (RuntimeException) failed;
        return out;
    }

    /** Native code cannot be interrupted, and what it uses must not be closed before it ends. */
    private static <T> T ended(Future<T> task) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true)
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Made on first use; they live as long as the JVM. */
    private static final class Threads {
        private static final ExecutorService POOL = start(Math.min(threads(), MOST), threads());
    }

    /** Not a method of the class that waits for it: its threads would wait for that class. */
    private static ExecutorService start(int count, int threads) {
        var pool = Executors.newFixedThreadPool(count, task -> {
            var thread = new Thread(task, "wsol-shard");
            thread.setDaemon(true);
            return thread;
        });
        // Nobody gets a second task before each has the first.
        var together = new CountDownLatch(count);
        var ready = new ArrayList<Future<?>>();
        for (int i = 0; i < count; i++)
            ready.add(pool.submit(() -> {
                computeWith(threads / count);
                together.countDown();
                together.await();
                return null;
            }));
        try {
            for (var one : ready) ended(one);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine's threads do not start", e.getCause());
        }
        // What the threads set for themselves is also what threads that come later would begin with.
        JniUtils.setNumThreads(threads);
        return pool;
    }

    /** The engine sets a thread up at its first work that is large enough to share; only after that it can be told otherwise. */
    private static void computeWith(int threads) {
        int shared = 1 << 17;
        try (var manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            manager.ones(new Shape(shared)).add(1).close();
        }
        JniUtils.setNumThreads(threads);
    }
}

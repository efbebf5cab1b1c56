package dev.wsol.vision.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One filling of a cache: each worker draws the next index until there is none, so nothing queues up. */
final class CacheFilling {
    private final List<Path> files;
    private final ImageCache.Plan plan;
    private final ImageCache.Progress progress;
    private final CacheStore store;
    private final Size[] sizes;
    private final TreeMap<Integer, Rejected> rejected = new TreeMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();
    private int done;

    CacheFilling(List<Path> files, ImageCache.Plan plan, ImageCache.Progress progress, CacheStore store) {
        this.files = List.copyOf(files);
        this.plan = plan;
        this.progress = progress;
        this.store = store;
        this.sizes = new Size[files.size()];
    }

    Size[] sizes() {
        return sizes;
    }

    List<Rejected> rejected() {
        return List.copyOf(rejected.values());
    }

    void run() throws InterruptedException {
        int threads = Math.max(1, Math.min(plan.threads(), files.size()));
        ExecutorService pool = Executors.newFixedThreadPool(threads, CacheFilling::daemon);
        var workers = new ArrayList<Future<?>>();
        for (int i = 0; i < threads; i++) workers.add(pool.submit(this::work));
        pool.shutdown();
        try {
            for (Future<?> worker : workers) await(worker);
        } finally {
            stop.set(true);
            finish(pool); // the store must not be closed under a worker
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "image-cache");
        thread.setDaemon(true);
        return thread;
    }

    private static void await(Future<?> worker) throws InterruptedException {
        try {
            worker.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) throw error;
            throw (RuntimeException) e.getCause();
        }
    }

    /** Workers stop after the picture in hand, so this wait is short even when the caller is being interrupted. */
    private static void finish(ExecutorService pool) {
        boolean interrupted = false;
        while (!pool.isTerminated()) {
            try {
                pool.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void work() {
        try {
            for (int i = next.getAndIncrement(); i < files.size() && !stop.get(); i = next.getAndIncrement()) one(i);
        } catch (RuntimeException | Error e) {
            stop.set(true);
            throw e;
        }
    }

    private void one(int i) {
        Rejected reject = null;
        try {
            Pixels full = plan.decoder().decode(files.get(i));
            store.write(i, full.resize(plan.width(), plan.height()).rgb());
            sizes[i] = full.size();
        } catch (ImageException e) {
            reject = new Rejected(files.get(i), e.reason());
        }
        finished(i, reject);
    }

    private synchronized void finished(int i, Rejected reject) {
        if (reject != null) rejected.put(i, reject);
        progress.done(++done, files.size(), rejected.size());
    }
}

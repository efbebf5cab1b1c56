package dev.wsol.worker.job;

import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.ImageCache;
import dev.wsol.vision.image.Rejected;
import dev.wsol.worker.train.PixelSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoded training images, shared by all jobs of this process: the trials of a sweep decode their data once. A set that
 * nobody uses stays until another set is wanted.
 */
public final class SharedImages implements AutoCloseable {
    private static final int NAMED_REJECTS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(SharedImages.class);

    private final Decoder decoder;
    private final ImageCache.Plan plan;
    private final Map<String, Entry> entries = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @param threads pictures decoded at the same time
     * @param memoryBytes larger sets go to a file in {@code folder}
     */
    public SharedImages(Decoder decoder, int threads, long memoryBytes, Path folder) {
        this.decoder = decoder;
        this.plan = new ImageCache.Plan(PixelSource.SIDE, PixelSource.SIDE, decoder, threads, memoryBytes, folder);
    }

    private static final class Entry {
        private final ImageCache cache;
        private int users;

        Entry(ImageCache cache) {
            this.cache = cache;
        }
    }

    /** Images in use until closed. */
    final class Borrowed implements AutoCloseable {
        private final Entry entry;
        private final PixelSource pixels;

        private Borrowed(Entry entry, List<Sample> samples) {
            this.entry = entry;
            this.pixels = new CachedPixels(entry.cache, samples);
        }

        PixelSource pixels() {
            return pixels;
        }

        boolean sharesWith(Borrowed other) {
            return entry == other.entry;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                entry.users--;
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * The training split, decoded and resized; decodes it first if no other job has.
     *
     * @throws Stopped if asked to stop meanwhile
     * @throws DatasetException if no image can be read
     */
    Borrowed borrow(DatasetSource data, BooleanSupplier stop) {
        var samples = data.split(Split.TRAIN);
        await(stop);
        try {
            var key = key(data.digest(), samples);
            var entry = entries.get(key);
            if (entry == null) {
                dropUnused();
                entry = new Entry(filled(data.name(), samples, stop));
                entries.put(key, entry);
            }
            var borrowed = new Borrowed(entry, samples);
            entry.users++;
            return borrowed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            dropUnused();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the lock, but not after being asked to stop. */
    private void await(BooleanSupplier stop) {
        try {
            while (!lock.tryLock(100, TimeUnit.MILLISECONDS)) if (stop.getAsBoolean()) throw new Stopped();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    private void dropUnused() {
        entries.values().removeIf(entry -> {
            if (entry.users > 0) return false;
            entry.cache.close();
            return true;
        });
    }

    private ImageCache filled(String name, List<Sample> samples, BooleanSupplier stop) {
        long begin = System.nanoTime();
        var files = samples.stream().map(Sample::path).toList();
        try {
            var cache = ImageCache.fill(files, plan, (done, total, rejected) -> {
                if (stop.getAsBoolean()) throw new Stopped();
            });
            tell(name, files.size(), cache.rejected(), (System.nanoTime() - begin) / 1e9);
            if (cache.rejected().size() < files.size()) return cache;
            var first = cache.rejected().get(0);
            cache.close();
            throw new DatasetException("data set " + name + ": none of its " + files.size()
                    + " training images can be read; the first is " + first.file() + ": " + first.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    private static void tell(String name, int total, List<Rejected> rejected, double seconds) {
        LOG.info("Read {} training images of {} in {} s.", total - rejected.size(), name, Math.round(seconds));
        if (rejected.isEmpty()) return;
        LOG.warn("{} of {} training images of {} are left out:", rejected.size(), total, name);
        rejected.stream().limit(NAMED_REJECTS).forEach(r -> LOG.warn("  {}: {}", r.file(), r.reason()));
        if (rejected.size() > NAMED_REJECTS) LOG.warn("  and {} more", rejected.size() - NAMED_REJECTS);
    }

    /** The same lists over other files are another set: length and time of every file are part of its name. */
    private String key(String digest, List<Sample> samples) {
        var files = samples.stream().map(Sample::path).toList();
        return digest + "/" + files.get(0) + "/" + Long.toHexString(ImageCache.stamp(files) * 31 + decoder.hashCode());
    }
}

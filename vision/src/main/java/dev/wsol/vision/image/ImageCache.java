package dev.wsol.vision.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures decoded and resized once, then copied out by index: in memory while they fit a bound, else in one
 * memory-mapped file outside the heap. Pictures that cannot be used are named in {@link #rejected()} and have no
 * pixels. Reading is safe from many threads.
 */
public final class ImageCache implements AutoCloseable {

    /**
     * How to fill a cache.
     *
     * @param width pixels of every cached picture
     * @param height rows of every cached picture
     * @param decoder reads the files
     * @param threads pictures decoded at the same time
     * @param memoryBytes most heap to use; anything larger goes to the file
     * @param folder where the file goes; it is deleted on close
     */
    public record Plan(int width, int height, Decoder decoder, int threads, long memoryBytes, Path folder) {
        public Plan {
            if (width <= 0 || height <= 0 || threads <= 0 || memoryBytes < 0)
                throw new IllegalArgumentException("a cache needs positive sides and threads");
        }

        int bytesEach() {
            return Math.multiplyExact(3, Math.multiplyExact(width, height));
        }
    }

    /** Told after each picture, one call at a time. An exception thrown here ends the filling. */
    @FunctionalInterface
    public interface Progress {
        void done(int done, int total, int rejected);
    }

    private final Plan plan;
    private final Size[] sizes; // of the files before resizing; null for a rejected one
    private final List<Rejected> rejected;
    private final CacheStore store;

    private ImageCache(Plan plan, Size[] sizes, List<Rejected> rejected, CacheStore store) {
        this.plan = plan;
        this.sizes = sizes;
        this.rejected = rejected;
        this.store = store;
    }

    /**
     * Decodes every file; index i of the cache is {@code files.get(i)}.
     *
     * @throws java.io.UncheckedIOException if the file of a large cache cannot be written
     * @throws InterruptedException if this thread is interrupted; nothing is left behind
     */
    public static ImageCache fill(List<Path> files, Plan plan, Progress progress) throws InterruptedException {
        CacheStore store = CacheStore.open(files.size(), plan);
        try {
            var filling = new CacheFilling(files, plan, progress, store);
            filling.run();
            store.seal();
            return new ImageCache(plan, filling.sizes(), filling.rejected(), store);
        } catch (RuntimeException | InterruptedException | Error e) {
            store.close();
            throw e;
        }
    }

    /** A number that changes when length or time of any of these files does: the same lists over other files differ. */
    public static long stamp(List<Path> files) {
        long stamp = files.size();
        for (var file : files) stamp = stamp * 31 + stamp(file);
        return stamp;
    }

    private static long stamp(Path file) {
        try {
            return Files.size(file) * 31 + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0; // decoding will name the file and the reason
        }
    }

    /** Number of files asked for, rejected ones included. */
    public int count() {
        return sizes.length;
    }

    public boolean has(int i) {
        return sizes[i] != null;
    }

    /** Bytes of one picture: width x height x 3. */
    public int bytesEach() {
        return plan.bytesEach();
    }

    /** Width and height of file i before it was resized: what boxes are measured in. */
    public Size originalSize(int i) {
        need(i);
        return sizes[i];
    }

    /** Copies picture i, interleaved RGB, into the first {@link #bytesEach()} bytes of {@code into}. */
    public void copy(int i, byte[] into) {
        need(i);
        store.read(i, into);
    }

    /** Picture i in a fresh array. */
    public Pixels pixels(int i) {
        var rgb = new byte[bytesEach()];
        copy(i, rgb);
        return new Pixels(plan.width(), plan.height(), rgb);
    }

    /** Files that could not be used, in the order asked for. */
    public List<Rejected> rejected() {
        return rejected;
    }

    private void need(int i) {
        if (sizes[i] == null) throw new IllegalArgumentException("picture " + i + " was rejected");
    }

    /** Frees the memory and deletes the file. No read may be under way or follow. */
    @Override
    public void close() {
        store.close();
    }
}

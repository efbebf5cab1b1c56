package dev.wsol.infra.creatures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Draws the set: 224 x 224 images of six classes, in the CUB layout with the validation images in {@code CUBV2}. Every
 * image depends on the seed, its split and its place there only, so the order and the number of threads do not matter.
 * The files of a seed are the same bytes on the same JDK; another JDK may draw an edge or code a block differently.
 */
public final class Creatures {
    private final Path root;
    private final List<Item> items;
    private final TightBox[] boxes;
    private final long seed;
    private final Progress progress;
    private final AtomicInteger next = new AtomicInteger();
    private int drawn;

    /** Told after each image, by the thread that drew it, one call at a time. */
    public interface Progress {
        void drawn(int done, int total);
    }

    /**
     * @param root of the CUB layout
     * @param images in all three parts
     * @param reused whether the images were there already
     */
    public record Drawn(Path root, int images, boolean reused) {}

    /** One image to be drawn: {@code index} counts from 0 in its split. */
    record Item(Split split, int index) {
        Species species() {
            Species[] all = Species.values();
            return all[index % all.length];
        }
    }

    private Creatures(Path root, long seed, Sizes sizes, Progress progress) {
        this.root = root;
        this.seed = seed;
        this.progress = progress;
        items = items(sizes);
        boxes = new TightBox[items.size()];
    }

    /**
     * Draws the set, or finds it complete from an earlier time with the same seed and sizes.
     *
     * @param root directory of its own: new, empty, or holding an earlier set, which is replaced
     * @throws CreaturesException when the directory holds anything else, or cannot be written
     */
    public static Drawn draw(Path root, long seed, Sizes sizes, Progress progress) {
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true")); // no screen is needed
        var marker = new Marker(root, seed, sizes);
        try {
            if (marker.isComplete()) return new Drawn(root, sizes.total(), true);
            marker.begin();
            var set = new Creatures(root, seed, sizes, progress);
            set.drawAll();
            new CubLists(root).write(set.items, set.boxes);
            marker.complete();
            return new Drawn(root, sizes.total(), false);
        } catch (IOException e) {
            throw new CreaturesException("cannot draw the data set into " + root + ": " + e.getMessage(), e);
        }
    }

    /**
     * What an earlier set in the directory was drawn from, when {@link #draw} would replace it; empty when nothing is lost.
     *
     * @throws CreaturesException when that cannot be read
     */
    public static Optional<String> another(Path root, long seed, Sizes sizes) {
        try {
            return new Marker(root, seed, sizes).another();
        } catch (IOException e) {
            throw new CreaturesException("cannot read which set is in " + root + ": " + e.getMessage(), e);
        }
    }

    private static List<Item> items(Sizes sizes) {
        var items = new ArrayList<Item>(sizes.total());
        for (Split split : Split.values()) {
            for (int i = 0; i < sizes.of(split); i++) items.add(new Item(split, i));
        }
        return items;
    }

    private void drawAll() throws IOException {
        for (Species species : Species.values()) CubLists.createFolders(root, species);
        int threads = Math.min(items.size(), Runtime.getRuntime().availableProcessors());
        var pool = Executors.newFixedThreadPool(threads);
        try {
            // Waits for every thread, also after a failure: the caller may draw into the same directory again at once.
            Callable<Void> drawing = this::drawSome;
            for (Future<Void> one : pool.invokeAll(Collections.nCopies(threads, drawing))) one.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            pool.shutdown();
        }
    }

    private Void drawSome() throws IOException {
        try {
            drawWhatIsLeft();
            return null;
        } finally {
            next.set(items.size()); // where one fails, the others stop after the image at hand
        }
    }

    private void drawWhatIsLeft() throws IOException {
        var canvas = new Canvas();
        var jpeg = new Jpeg(Canvas.SIZE);
        for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
            Item item = items.get(i);
            var picture = Scene.draw(item.species(), Dice.of(seed, item.split(), item.index()), canvas);
            Files.write(CubLists.file(root, item), jpeg.encode(picture.rgb()));
            boxes[i] = picture.box();
            tell();
        }
    }

    private synchronized void tell() {
        progress.drawn(++drawn, items.size());
    }
}

package dev.wsol.infra.cli.maps;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.MetricException;
import dev.wsol.infra.cli.terminal.Display;
import dev.wsol.infra.cli.terminal.Gauge;
import dev.wsol.vision.dataset.WsolMetadata;
import dev.wsol.vision.image.ImageException;
import dev.wsol.vision.map.MapException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Scores the maps of one split under several protocols. Each thread holds one map at a time, so memory does not grow with
 * the split; counts are whole numbers that add, so threads cannot change a result.
 */
final class SplitScoring {
    private final WsolMetadata lists;
    private final MapFolder maps;
    private final Optional<Path> images;
    private final List<Protocol> protocols;
    private final Faults faults;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    SplitScoring(WsolMetadata lists, MapFolder maps, Optional<Path> images, List<Protocol> protocols, Faults faults) {
        this.lists = lists;
        this.maps = maps;
        this.images = images;
        this.protocols = protocols;
        this.faults = faults;
    }

    /** Counts by protocol, in their order. */
    List<Counter.Counts> run(String name, int threads, Display display) throws InterruptedException {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            List<Future<List<Counter.Counts>>> parts = new ArrayList<>();
            for (int t = 0; t < threads; t++) parts.add(pool.submit(() -> part(name, start, display)));
            List<Counter.Counts> sum = null;
            for (var part : parts) sum = sum == null ? part.get() : plus(sum, part.get());
            return sum;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Counter.Counts> plus(List<Counter.Counts> a, List<Counter.Counts> b) {
        var sum = new ArrayList<Counter.Counts>();
        for (int i = 0; i < a.size(); i++) sum.add(a.get(i).plus(b.get(i)));
        return sum;
    }

    private List<Counter.Counts> part(String name, long start, Display display) {
        var counters = protocols.stream().map(Counter::of).toList();
        int images = lists.rows().size();
        for (int i = next.getAndIncrement(); i < images; i = next.getAndIncrement()) {
            if (Thread.currentThread().isInterrupted()) break;
            image(i, counters);
            display.show(List.of(gauge(name, done.incrementAndGet(), images, System.nanoTime() - start)));
        }
        return counters.stream().map(Counter::counts).toList();
    }

    /** All protocols count an image, or none does. */
    private void image(int i, List<Counter> counters) {
        var row = lists.rows().get(i);
        try {
            var map = maps.read(row.id());
            var truth = new RowTruth(row, images);
            counters.stream().map(counter -> counter.ready(truth, map)).toList().forEach(Runnable::run);
        } catch (MapException | MetricException | ImageException e) {
            faults.image(i, row.id(), e.getMessage());
        }
    }

    private static Gauge gauge(String name, int done, int images, long nanos) {
        var left = Duration.ofNanos((long) (nanos / (double) done * (images - done)));
        return new Gauge(
                name,
                done / (double) images,
                String.format(
                        Locale.ROOT,
                        "%d/%d maps  %.0f/s  ETA %d:%02d:%02d",
                        done,
                        images,
                        done / (nanos / 1e9),
                        left.toHours(),
                        left.toMinutesPart(),
                        left.toSecondsPart()));
    }
}

package dev.wsol.infra.cli.dataset;

import dev.wsol.contract.DataRef;
import dev.wsol.infra.cli.terminal.Display;
import dev.wsol.infra.cli.terminal.Gauge;
import dev.wsol.vision.dataset.DatasetSource;
import dev.wsol.vision.dataset.Datasets;
import dev.wsol.vision.dataset.Problems;
import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.ImageException;
import dev.wsol.vision.image.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Reads lists, then image headers, then, on request, pixels. */
final class Check {
    private final DataRef ref;
    private final int images;
    private final Problems problems;
    private final Decoder decoder = Decoder.standard();

    /**
     * @param kept problems to keep in full
     * @param images to decode, spread over the set
     */
    Check(DataRef ref, int kept, int images) {
        this.ref = ref;
        this.images = images;
        this.problems = new Problems(ref.path(), kept);
    }

    /** @throws dev.wsol.vision.dataset.DatasetException if there is nothing to go on with */
    Found run(Display display) {
        display.show(List.of(new Gauge("lists", -1, "reading")));
        var data = Datasets.open(ref, problems);
        var sizes = new EnumMap<Split, Size[]>(Split.class);
        for (Split split : Split.values()) sizes.put(split, headers(data.split(split), display));
        int decoded = decode(data, display);
        display.show(List.of());
        return new Found(ref.path(), data, parts(data, sizes), baselines(data, sizes), decoded, problems);
    }

    /** Size by image; null after reporting why there is none. */
    private Size[] headers(List<Sample> samples, Display display) {
        var sizes = new Size[samples.size()];
        var complaints = new String[samples.size()];
        each("headers", samples.size(), display, i -> {
            try {
                sizes[i] = decoder.size(samples.get(i).path());
            } catch (ImageException e) {
                complaints[i] = e.getMessage();
            }
        });
        for (int i = 0; i < sizes.length; i++) {
            var sample = samples.get(i);
            if (complaints[i] != null) problems.at(sample.origin(), complaints[i]);
            else sample.boxProblem(sizes[i]).ifPresent(p -> problems.at(p.at(), p.message()));
        }
        return sizes;
    }

    private int decode(DatasetSource data, Display display) {
        var all = Arrays.stream(Split.values())
                .flatMap(split -> data.split(split).stream())
                .toList();
        int wanted = Math.min(images, all.size());
        var complaints = new String[wanted];
        each("decoding", wanted, display, i -> complaints[i] = complaint(all.get(spread(i, wanted, all.size()))));
        for (int i = 0; i < wanted; i++)
            if (complaints[i] != null)
                problems.at(all.get(spread(i, wanted, all.size())).origin(), complaints[i]);
        return wanted;
    }

    private static int spread(int i, int wanted, int all) {
        return (int) ((long) i * all / wanted);
    }

    /** Why its pixels cannot be had; null for none. Headers were complained about before. */
    private String complaint(Sample sample) {
        try {
            decoder.size(sample.path());
        } catch (ImageException e) {
            return null;
        }
        var files = new ArrayList<Path>(List.of(sample.path()));
        files.addAll(sample.masks().objectFiles());
        sample.masks().ignoredFile().ifPresent(files::add);
        for (var file : files) {
            try {
                decoder.decode(file);
            } catch (ImageException e) {
                return e.getMessage();
            }
        }
        return null;
    }

    private interface Work {
        void at(int index);
    }

    private static void each(String name, int count, Display display, Work work) {
        var done = new AtomicInteger();
        IntStream.range(0, count).parallel().forEach(i -> {
            work.at(i);
            int now = done.incrementAndGet();
            display.show(List.of(new Gauge(name, (double) now / count, now + "/" + count + " images")));
        });
    }

    private static Map<Split, Found.Part> parts(DatasetSource data, Map<Split, Size[]> sizes) {
        var parts = new EnumMap<Split, Found.Part>(Split.class);
        for (Split split : Split.values())
            if (!data.split(split).isEmpty()) parts.put(split, part(data.split(split), sizes.get(split)));
        return parts;
    }

    private static Found.Part part(List<Sample> samples, Size[] sizes) {
        int[] objects = samples.stream().mapToInt(Check::objects).toArray();
        return new Found.Part(
                samples.size(),
                (int) samples.stream().mapToInt(Sample::label).distinct().count(),
                samples.stream().mapToLong(s -> s.boxes().size()).sum(),
                samples.stream().mapToLong(s -> s.masks().objects().size()).sum(),
                (int) Arrays.stream(objects).filter(n -> n > 1).count(),
                Arrays.stream(objects).max().orElse(0),
                Found.Sizes.of(Arrays.stream(sizes).filter(Objects::nonNull).toList()));
    }

    private static int objects(Sample sample) {
        return Math.max(sample.boxes().size(), sample.masks().objects().size());
    }

    /** Of the parts that are scored or chosen on; the training part is neither. */
    private static Map<Split, Map<String, Map<String, Double>>> baselines(
            DatasetSource data, Map<Split, Size[]> sizes) {
        var out = new EnumMap<Split, Map<String, Map<String, Double>>>(Split.class);
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            var byRule = new TreeMap<String, Map<String, Double>>();
            FixedBoxes.of(data.split(split), sizes.get(split)).forEach(byRule::put);
            if (!byRule.isEmpty()) out.put(split, byRule);
        }
        return out;
    }
}

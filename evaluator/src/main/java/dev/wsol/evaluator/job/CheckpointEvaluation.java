package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.job.SplitPass.Passed;
import dev.wsol.evaluator.metric.Tally;
import dev.wsol.evaluator.result.Breakdown;
import dev.wsol.evaluator.result.Findings;
import dev.wsol.evaluator.result.JudgedImage;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.map.Thresholds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Scores one network under several protocols, in one pass a split. No Kafka, no tensors. */
final class CheckpointEvaluation {
    private final List<Protocol> protocols;
    private final Function<Split, SplitImages> open;
    private final Map<Split, SplitImages> opened = new EnumMap<>(Split.class);
    private final List<String> classes;
    private final Map<Split, Passed> passed = new EnumMap<>(Split.class);

    /** @param classes names by label */
    CheckpointEvaluation(List<Protocol> protocols, Function<Split, SplitImages> images, List<String> classes) {
        this.protocols = List.copyOf(protocols);
        this.open = images;
        this.classes = List.copyOf(classes);
    }

    /**
     * What one protocol says.
     *
     * @param split what was scored
     * @param images of it that were
     * @param leftOut images that could not be used, of every split that was looked at for it
     * @param degenerate maps that counted as all zero
     */
    record Scored(
            Protocol protocol,
            Split split,
            int images,
            Map<Split, List<Part.LeftOut>> leftOut,
            Thresholds grid,
            Scores scores,
            Scores.Tallies tallies,
            Map<String, Double> baselines,
            Findings findings,
            long degenerate) {
        Scored {
            leftOut = Collections.unmodifiableMap(new EnumMap<>(leftOut));
        }

        /** Images of what was scored that could not be used. */
        List<Part.LeftOut> rejected() {
            return leftOut.get(split);
        }
    }

    /** Splits that are looked at, validation before those that use its thresholds. */
    Set<Split> splits() {
        return protocols.stream()
                .flatMap(p ->
                        needsValidation(p) ? List.of(Split.VALIDATION, split(p)).stream() : List.of(split(p)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Once for each split: opening one looks at every file of it. */
    private SplitImages images(Split split) {
        return opened.computeIfAbsent(split, open);
    }

    /** All images that will be looked at. @throws DatasetException if a protocol cannot be applied to this data */
    int images() {
        check();
        return splits().stream().mapToInt(split -> images(split).count()).sum();
    }

    static Split split(Protocol protocol) {
        return switch (protocol.split()) {
            case TRAIN -> Split.TRAIN;
            case VALIDATION -> Split.VALIDATION;
            case TEST -> Split.TEST;
        };
    }

    static boolean needsValidation(Protocol protocol) {
        return protocol.threshold() == Protocol.Threshold.VALIDATION;
    }

    /**
     * @return empty if it was stopped
     * @throws DatasetException if a split that is needed has no usable image
     */
    Optional<List<Scored>> run(SplitPass pass) throws IOException, InterruptedException {
        for (var split : splits()) {
            var done = pass.run(split, images(split), tasks(split));
            if (done.isEmpty()) return Optional.empty();
            if (done.get().images() == 0)
                throw new DatasetException(
                        "the " + ProtocolScorer.name(split) + " split has no readable image to score");
            passed.put(split, done.get());
        }
        var out = new ArrayList<Scored>();
        for (var protocol : protocols) out.add(scored(protocol));
        return Optional.of(out);
    }

    private void check() {
        for (var p : protocols) {
            var scored = images(split(p));
            if (scored.count() == 0)
                throw new DatasetException("protocol " + p.name() + " scores the " + ProtocolScorer.name(split(p))
                        + " split, and this data set has none");
            annotated(p, scored);
            if (!needsValidation(p)) continue;
            var validation = images(Split.VALIDATION);
            if (validation.count() == 0)
                throw new DatasetException("protocol " + p.name()
                        + " chooses its threshold on validation images, and there are none: give CUBV2/val lists or set"
                        + " validationPerClass above 0");
            annotated(p, validation);
        }
    }

    private static void annotated(Protocol p, SplitImages images) {
        boolean pixels = p.metric() == Protocol.Metric.PIXELS;
        for (int i = 0; i < images.count(); i++) {
            var sample = images.sample(i);
            if (pixels ? sample.masks().isEmpty() : sample.boxes().isEmpty())
                throw new DatasetException(
                        "protocol " + p.name() + " scores " + (pixels ? "pixels against masks" : "boxes")
                                + ", and image " + sample.id() + " has none: choose another protocol or other data");
        }
    }

    /** A protocol that is scored here, and after those the ones that only choose their threshold here. */
    private List<ScorerPool.Task> tasks(Split split) {
        var out = new ArrayList<ScorerPool.Task>();
        for (var p : protocols) if (split(p) == split) out.add(new ScorerPool.Task(p, true));
        for (var p : protocols) if (choosesOn(split, p)) out.add(new ScorerPool.Task(p, false));
        return out;
    }

    private static boolean choosesOn(Split split, Protocol p) {
        return split == Split.VALIDATION && needsValidation(p);
    }

    private int task(Split split, Protocol protocol, boolean scored) {
        var tasks = tasks(split);
        return tasks.indexOf(new ScorerPool.Task(protocol, scored));
    }

    private Scored scored(Protocol protocol) throws IOException {
        var split = split(protocol);
        int task = task(split, protocol, true);
        var counted = passed.get(split).sum().counted().get(task);
        if (protocol.metric() == Protocol.Metric.PIXELS) return pixels(protocol, split, counted);
        var tallies = tallies(counted);
        Optional<Scores.Tallies> validation = needsValidation(protocol)
                ? Optional.of(tallies(
                        passed.get(Split.VALIDATION).sum().counted().get(task(Split.VALIDATION, protocol, false))))
                : Optional.empty();
        var grid = ProtocolScorer.thresholds(protocol);
        var thresholds = new TreeMap<Integer, Integer>();
        for (int iou : protocol.ious()) thresholds.put(iou, Scores.index(protocol, iou, tallies, validation));
        var listed = images(split);
        var judge = new Judge(protocol, grid, thresholds, index -> {
            var sample = listed.sample(index);
            return new Judge.Named(sample.id(), sample.label());
        });
        for (var file : passed.get(split).files())
            PartFile.read(file).counted().get(task).rows().forEach(judge::add);
        return new Scored(
                protocol,
                split,
                judge.images().size(),
                leftOut(protocol),
                grid,
                Scores.of(protocol, grid, tallies, validation),
                tallies,
                Baselines.of(
                        judge.images().stream().map(JudgedImage::truth).toList(), protocol.mapSize(), protocol.ious()),
                new Findings(
                        protocol,
                        grid.value(thresholds.get(protocol.mainIou())),
                        Breakdown.of(judge.images()),
                        judge.classes(classes),
                        Scores.calibration(protocol, grid, tallies, validation),
                        judge.images(),
                        List.of()),
                counted.degenerate());
    }

    private Map<Split, List<Part.LeftOut>> leftOut(Protocol protocol) {
        var out = new EnumMap<Split, List<Part.LeftOut>>(Split.class);
        passed.forEach((split, pass) -> {
            if (split == split(protocol) || choosesOn(split, protocol))
                out.put(split, pass.sum().rejected());
        });
        return out;
    }

    private Scored pixels(Protocol protocol, Split split, Counted counted) {
        var grid = ProtocolScorer.thresholds(protocol);
        var curve = Scores.precisionRecall(grid, counted.pixels().orElseThrow());
        return new Scored(
                protocol,
                split,
                counted.coupled().images(),
                leftOut(protocol),
                grid,
                Scores.ofPixels(counted),
                tallies(counted),
                Map.of(),
                new Findings(protocol, 0, new Breakdown(Map.of()), List.of(), List.of(), List.of(), curve),
                counted.degenerate());
    }

    private static Scores.Tallies tallies(Counted counted) {
        Tally coupled = counted.coupled();
        return new Scores.Tallies(coupled, counted.semantic());
    }
}

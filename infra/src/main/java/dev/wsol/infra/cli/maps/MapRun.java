package dev.wsol.infra.cli.maps;

import dev.wsol.contract.Protocol;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.dataset.Problems;
import dev.wsol.vision.dataset.WsolMetadata;
import dev.wsol.vision.map.MapException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * From folders to counts. Anything wrong stops it, after all of it has been found, unless bad images are to be skipped.
 *
 * @param images folder of images and masks
 */
record MapRun(Path maps, Path metadata, Optional<Path> images, int threads, boolean skipBad, Shell shell) {
    private static final int KEPT = 10_000;
    private static final int NAMED = 5;

    /** Counts by protocol, in the order of the protocols, and what was left out. */
    record Scored(List<Counter.Counts> counts, Faults faults) {}

    /** @throws CommandFailed if something is wrong with lists, maps or masks; the first ten problems are told */
    Scored score(String split, List<Protocol> protocols) throws InterruptedException {
        var faults = new Faults();
        var lists = lists(split, faults);
        need(lists, protocols);
        List<Counter.Counts> counts;
        try (var display = shell.display()) {
            counts = new SplitScoring(lists, new MapFolder(maps), images, protocols, faults)
                    .run("score " + split, threads, display);
        }
        if (faults.count() > 0 && !skipBad)
            throw failed(split + " split: " + faults.summary() + "\nCorrect them, or leave them out with --skip-bad.");
        strangers(split, lists);
        if (faults.count() > 0) shell.err().println(split + " split, left out: " + faults.summary());
        if (counts.get(0).images() == 0) throw failed("no image of the " + split + " split could be scored");
        return new Scored(counts, faults);
    }

    /** Nothing is wrong with the figures, but somebody may believe that these maps are in them. */
    private void strangers(String split, WsolMetadata lists) {
        List<String> names;
        try {
            names = new MapFolder(maps).strangers(lists.rows().stream().map(WsolMetadata.Row::id));
        } catch (MapException e) {
            throw failed("--maps: " + e.getMessage());
        }
        if (names.isEmpty()) return;
        shell.err()
                .println("wsol: warning: " + names.size() + (names.size() == 1 ? " map is" : " maps are")
                        + " of no image of the " + split + " split, and not in the figures: "
                        + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                        + (names.size() > NAMED ? ", ..." : ""));
    }

    private WsolMetadata lists(String split, Faults faults) {
        try {
            var problems = new Problems(metadata.toString(), KEPT);
            var lists = WsolMetadata.read(metadata, split, problems);
            faults.lists(problems);
            if (lists.rows().isEmpty() && problems.count() == 0) throw failed(lists.folder() + ": lists no images");
            return lists;
        } catch (DatasetException e) {
            throw new CommandFailed(Exit.FAILED, "--metadata: " + e.getMessage(), e);
        }
    }

    /** A split of which nothing is known is one mistake, not one an image. */
    private static void need(WsolMetadata lists, List<Protocol> protocols) {
        for (var p : protocols) {
            boolean pixels = p.metric() == Protocol.Metric.PIXELS;
            var rows = lists.rows();
            if (rows.stream()
                    .allMatch(r -> pixels
                            ? r.annotation().masks().isEmpty()
                            : r.annotation().boxes().isEmpty()))
                throw failed(lists.folder() + ": has no " + (pixels ? "masks" : "boxes")
                        + " in localization.txt, which " + p.name() + " scores against");
        }
    }

    private static CommandFailed failed(String message) {
        return new CommandFailed(Exit.FAILED, message);
    }
}

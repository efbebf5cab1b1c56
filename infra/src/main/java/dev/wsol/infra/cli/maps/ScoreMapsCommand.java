package dev.wsol.infra.cli.maps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.MetricException;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.client.ProtocolOption;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol score-maps}: maps made by any program, under any protocol, without a service running. */
@Command(
        name = "score-maps",
        description = "Score a folder of score maps (.npy) against boxes or masks. Needs no running service.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol score-maps --maps maps --metadata metadata/CUB --split test --protocol maxboxacc-v2 --json",
            "  wsol score-maps --maps maps --metadata metadata/OpenImages --images images --protocol pxap",
            "  wsol score-maps --maps maps --metadata metadata/CUB --protocol deployed,maxboxacc --out scores"
        })
public final class ScoreMapsCommand implements Callable<Integer> {
    private static final Map<String, Protocol.Split> SPLITS =
            Map.of("train", Protocol.Split.TRAIN, "val", Protocol.Split.VALIDATION, "test", Protocol.Split.TEST);
    private static final String VALIDATION = "val";

    private final Shell shell;

    @Option(
            names = "--maps",
            paramLabel = "DIR",
            required = true,
            description = "Folder of maps in 0..1: <image id>.npy, the image's extension kept or not.")
    private Path maps;

    @Option(
            names = "--metadata",
            paramLabel = "DIR",
            required = true,
            description = "Lists of ids, labels, sizes, and boxes or masks: a split's folder or the one above.")
    private Path metadata;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "train | val | test (${DEFAULT-VALUE}).")
    private String split;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            required = true,
            split = ",",
            description = "Presets or YAML files, with commas between.")
    private List<String> names;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of images and masks; needed for masks, and for sizes that are not listed.")
    private Path images;

    @Option(names = "--json", description = "One JSON object on standard output; several protocols: an array.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also write scores.json, curves.csv and skipped.txt here.")
    private Path out;

    @Option(names = "--skip-bad", description = "Leave out images with something wrong, and say how many.")
    private boolean skipBad;

    @Option(names = "--threads", paramLabel = "N", description = "Threads. Default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    public ScoreMapsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        check();
        var protocols = protocols();
        var run = new MapRun(maps, metadata, Optional.ofNullable(images), threads, skipBad, shell);
        var choosing = protocols.stream()
                .filter(p -> p.threshold() == Protocol.Threshold.VALIDATION)
                .toList();
        needBoth(choosing);
        var validation = choosing.isEmpty() ? null : run.score(VALIDATION, choosing);
        var scored = run.score(split, protocols);
        var results = new ArrayList<MapScores>();
        for (int i = 0; i < protocols.size(); i++) {
            int chosen = choosing.indexOf(protocols.get(i));
            results.add(figures(
                    protocols.get(i),
                    scored.counts().get(i),
                    chosen < 0 ? null : validation.counts().get(chosen),
                    scored.faults().count()));
        }
        print(results);
        if (out != null) new ScoreFiles(out).write(tree(results), protocols, scored);
        return Exit.OK;
    }

    private void check() {
        if (threads < 1) throw usage("--threads must be at least 1");
        if (!SPLITS.containsKey(split)) throw usage("--split '" + split + "' is none of: train, val, test");
        for (var folder : new Path[] {maps, metadata, images})
            if (folder != null && !Files.isDirectory(folder)) throw usage(folder + " is not a folder");
    }

    private List<Protocol> protocols() {
        try {
            var all = new ArrayList<String>();
            for (var name : names) all.add(onSplit(ProtocolOption.read(name)).text());
            return Protocol.all(all);
        } catch (BadSpec e) {
            throw new CommandFailed(Exit.USAGE, "--protocol: " + e.reason(), e);
        }
    }

    /** Another split than the protocol's makes it another protocol, with a digest of its own. */
    private Protocol onSplit(Protocol p) {
        if (p.map() == Protocol.MapClass.PREDICTED)
            throw usage("protocol " + p.name() + " looks at the maps of predicted classes; a folder of maps has one map"
                    + " an image and no predictions. For GT-known figures take maxboxacc, maxboxacc-v2, deployed,"
                    + " or a protocol file with 'map: true'");
        var wanted = SPLITS.get(split);
        if (p.split() == wanted) return p;
        var text = "name=" + p.name() + "-" + split + "\n"
                + p.canonical()
                        .replaceFirst("(?m)^split=.*$", "split=" + wanted.name().toLowerCase(Locale.ROOT));
        return Protocol.of(text);
    }

    private void needBoth(List<Protocol> choosing) {
        if (choosing.isEmpty()) return;
        var list = Path.of(VALIDATION, "image_ids.txt");
        if (!Files.exists(metadata.resolve("image_ids.txt")) && Files.exists(metadata.resolve(list))) return;
        throw usage(
                "protocol " + choosing.get(0).name() + " chooses its threshold on validation images: --metadata must"
                        + " be a folder that holds both " + list + " and " + Path.of(split, "image_ids.txt"));
    }

    private static MapScores figures(Protocol p, Counter.Counts scored, Counter.Counts validation, int skipped) {
        try {
            return MapScores.of(p, scored, Optional.ofNullable(validation), skipped);
        } catch (MetricException e) {
            throw new CommandFailed(Exit.FAILED, "protocol " + p.name() + ": " + e.getMessage(), e);
        }
    }

    private void print(List<MapScores> results) {
        shell.out().println(json ? Json.pretty(tree(results)) : table(results));
    }

    private static JsonNode tree(List<MapScores> results) {
        if (results.size() == 1) return results.get(0).json();
        var array = Json.object().arrayNode();
        results.forEach(r -> array.add(r.json()));
        return array;
    }

    private static String table(List<MapScores> results) {
        var table = new Table("protocol", "images", "skipped", "figure", "percent", "threshold");
        for (var r : results) {
            r.maxBoxAcc()
                    .forEach((iou, value) -> row(
                            table,
                            r,
                            "maxBoxAcc" + iou,
                            value,
                            r.bestThreshold().get(iou)));
            r.mean().ifPresent(value -> row(table, r, r.protocol().headline(), value, null));
            r.pxap().ifPresent(value -> row(table, r, "pxap", value, null));
        }
        return table.toString();
    }

    private static void row(Table table, MapScores r, String figure, double percent, Double threshold) {
        table.row(
                r.protocol().name(),
                r.images(),
                r.skipped(),
                figure,
                String.format(Locale.ROOT, "%.2f", percent),
                threshold == null ? null : String.format(Locale.ROOT, "%.3f", threshold));
    }

    private static CommandFailed usage(String message) {
        return new CommandFailed(Exit.USAGE, message);
    }
}

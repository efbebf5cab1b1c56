package dev.wsol.infra.cli.checkpoint;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.checkpoint.CheckpointFolder;
import dev.wsol.vision.checkpoint.Initial;
import dev.wsol.vision.checkpoint.PretrainedFilter;
import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.checkpoint.WeightsCache;
import dev.wsol.vision.model.ArchitectureGuess;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol checkpoint import}. */
@Command(
        name = "import",
        description = "Turn weights of another program into a checkpoint of ours: model.safetensors and manifest.json.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol checkpoint import model_best.pth --arch deit_scm_small --out ./published",
            "  wsol checkpoint import model_best.pth --out s3://wsol/imported/scm-cub",
            "  wsol checkpoint import deit-small --pretrained --arch deit_scm_small --classes 200 --out ./start"
        })
final class ImportCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            paramLabel = "FILE",
            description = ".pth or .safetensors file, address, or the name of published weights: deit-tiny, deit-small,"
                    + " deit-base, vit-small, conformer-small.")
    private String file;

    @Mixin
    private NetworkOptions network;

    @Option(
            names = "--pretrained",
            description =
                    "Weights of a classifier to start training from: take what fits by the official rule, draw the"
                            + " rest. Without it every entry must be there.")
    private boolean pretrained;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "26", description = "Of what is drawn (26).")
    private long seed;

    @Option(
            names = "--sha256",
            paramLabel = "HEX",
            defaultValue = "",
            description = "What the file's digest begins with.")
    private String sha256;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder, or s3://bucket/prefix.")
    private String out;

    ImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var cache = WeightsCache.folder(shell.env());
        var store = Stores.of(shell);
        try {
            var initial = Initial.load(file, sha256, cache, store);
            var wanted = network.over(ArchitectureGuess.of(initial.file().shapes()));
            var about = about(initial, wanted);
            var weights = pretrained ? start(initial, wanted, about) : whole(initial, wanted);
            save(new Safetensors(weights, Map.of("format", "pt")), about);
            return Exit.OK;
        } finally {
            store.ifPresent(s -> s.close());
        }
    }

    /** The file's own entries, once it is sure that they are the network's. */
    private static Map<String, Tensor> whole(Initial initial, NetworkOptions.Wanted wanted) {
        var config = Architectures.of(wanted.model(), wanted.classes());
        Network.of(config, initial.file().tensors()).close();
        return initial.file().tensors();
    }

    private Map<String, Tensor> start(Initial initial, NetworkOptions.Wanted wanted, Map<String, Object> about) {
        try (var fresh = Network.create(Architectures.of(wanted.model(), wanted.classes()), seed)) {
            var start = initial.into(wanted.model().arch(), fresh.export());
            tell(start.filter());
            about.put("pretrained", true);
            about.put(
                    "drawnEntries",
                    start.filter().kept().size() + start.filter().dropped().size());
            about.put("seed", seed);
            return start.weights();
        }
    }

    private void tell(PretrainedFilter filter) {
        shell.err()
                .println("taken " + filter.taken().size() + " entries"
                        + list("; of another shape, drawn instead", filter.dropped())
                        + list("; not in the file, drawn", filter.kept())
                        + list("; of no use here", filter.ignored()));
    }

    private static String list(String what, List<String> names) {
        if (names.isEmpty()) return "";
        var shown = String.join(", ", names.subList(0, Math.min(8, names.size())));
        return what + ": " + shown + (names.size() > 8 ? " and " + (names.size() - 8) + " more" : "");
    }

    private static Map<String, Object> about(Initial initial, NetworkOptions.Wanted wanted) {
        var about = new LinkedHashMap<String, Object>();
        var m = wanted.model();
        about.put("arch", m.arch());
        about.put("sizes", List.of(m.width(), m.depth(), m.heads()));
        about.put("classes", wanted.classes());
        var facts = initial.file().facts();
        for (String fact : List.of("epoch", "best_map")) if (facts.containsKey(fact)) about.put(fact, facts.get(fact));
        about.put("importedFrom", Path.of(initial.uri()).getFileName().toString());
        about.put("importedSha256", initial.file().digest().sha256());
        return about;
    }

    private void save(Safetensors weights, Map<String, Object> about) throws IOException {
        if (!out.startsWith("s3://")) {
            var written = CheckpointFolder.write(Path.of(out), weights, about);
            shell.out().println(Path.of(out) + " " + written.digest().sha256());
            return;
        }
        Path folder = Files.createTempDirectory("wsol-import-");
        Path model = folder.resolve("model.safetensors");
        try (var store = Stores.need(shell)) {
            weights.write(model);
            var stored = store.save(prefix(), model, Optional.empty(), about);
            shell.out().println(stored.uri() + " " + stored.sha256());
        } finally {
            Files.deleteIfExists(model);
            Files.deleteIfExists(folder);
        }
    }

    private String prefix() {
        String path = out.substring("s3://".length());
        int slash = path.indexOf('/');
        String prefix = slash < 0 ? "" : path.substring(slash + 1).replaceAll("/+$", "");
        String bucket = shell.env().getOrDefault("WSOL_S3_BUCKET", "wsol");
        if (prefix.isEmpty() || !path.substring(0, slash).equals(bucket))
            throw new CommandFailed(Exit.USAGE, "--out must be s3://" + bucket + "/SOME/PREFIX, not " + out);
        return prefix;
    }
}

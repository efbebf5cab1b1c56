package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options that say what to train, shared by {@code train} and {@code sweep}. The coordinator checks the values. */
final class SpecOptions {
    private static final List<String> KINDS = List.of("train", "evaluate", "sweep");

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            description = "YAML file of a job; options given here win over it.")
    private Path file;

    @Option(names = "--id", paramLabel = "ID", description = "Name of the job. Default: derived from what it is.")
    private String id;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the data set, on the worker's file system.")
    private String data;

    @Mixin
    private LayoutOptions layout;

    @Option(
            names = "--validation-per-class",
            paramLabel = "N",
            description = "Images a class set aside for validation.")
    private Integer validationPerClass;

    @Option(names = "--validation-seed", paramLabel = "N", description = "Seed of that choice.")
    private Long validationSeed;

    @Option(names = "--width", paramLabel = "D", description = "Embedding width, where the network's own will not do.")
    private Integer width;

    @Option(names = "--depth", paramLabel = "N", description = "Transformer blocks.")
    private Integer depth;

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads a block.")
    private Integer heads;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.")
    private Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Images an update.")
    private Integer batch;

    @Option(names = "--weight-decay", paramLabel = "X", description = "Decay of matrices and convolutions.")
    private Double weightDecay;

    @Option(
            names = "--drop-path",
            paramLabel = "X",
            description = "Stochastic depth rate of the last block, in [0, 1).")
    private Double dropPath;

    @Option(
            names = "--schedule",
            paramLabel = "RULE",
            description =
                    "constant | cosine[:WARMUP] | steps:N[,N..][:FACTOR[:WARMUP]], for example cosine:0.1 or steps:30:0.1.")
    private String schedule;

    @Option(names = "--evaluate", paramLabel = "WHEN", description = "never | last | each: checkpoints to evaluate.")
    private String evaluate;

    @Option(
            names = {"--protocols", "--protocol"},
            paramLabel = "P,..",
            split = ",",
            hideParamSyntax = true,
            description = "Protocols of those evaluations: names, or YAML files of your own.")
    private List<String> protocols;

    @Option(names = "--overlays", paramLabel = "N", description = "Overlay pictures an evaluation draws.")
    private Integer overlays;

    @Option(names = "--evaluation-queue", paramLabel = "Q", description = "Queue of the evaluate jobs.")
    private String evaluationQueue;

    @Option(names = "--queue", paramLabel = "Q", description = "Queue of the train jobs.")
    private String queue;

    @Mixin
    private RecipeOptions more;

    /** Recipe file and options as one tree, without what differs between train and sweep. */
    Tree tree(String kind) {
        ObjectNode read = file == null ? Json.object() : RecipeFile.read(file);
        checkKind(read.path("kind"), kind);
        var base = file == null ? Path.of("") : file.toAbsolutePath().getParent();
        ProtocolOption.inline(read.path("evaluation"), base);
        var tree = new Tree(read)
                .edit(
                        "data",
                        "path",
                        p -> base.resolve(p).toAbsolutePath().normalize().toString())
                .edit(
                        "data",
                        "images",
                        p -> base.resolve(p).toAbsolutePath().normalize().toString())
                .put("kind", kind)
                .put("id", id)
                .put("data", "path", "path", data == null ? null : absolute(data))
                .put("data", "path", "validationPerClass", validationPerClass)
                .put("data", "path", "validationSeed", validationSeed)
                .put("model", "arch", "width", width)
                .put("model", "arch", "depth", depth)
                .put("model", "arch", "heads", heads)
                .put("recipe", null, "epochs", epochs)
                .put("recipe", null, "batch", batch)
                .put("recipe", null, "weightDecay", weightDecay)
                .put("recipe", null, "dropPath", dropPath)
                .put("recipe", null, "schedule", schedule == null ? null : ScheduleOption.parse(schedule))
                .put("evaluation", null, "when", evaluate)
                .put("evaluation", null, "protocols", ProtocolOption.nodes(protocols))
                .put("evaluation", null, "overlays", overlays)
                .put("evaluation", null, "queue", evaluationQueue)
                .put("queue", queue);
        return more.into(layout.into(tree));
    }

    private void checkKind(JsonNode found, String wanted) {
        if (found.isMissingNode() || wanted.equals(found.asText())) return;
        if (!KINDS.contains(found.asText()))
            throw new CommandFailed(
                    Exit.USAGE,
                    "recipe " + file + " is of kind " + found + ", which is none of " + String.join(", ", KINDS));
        throw new CommandFailed(
                Exit.USAGE,
                "recipe " + file + " is of kind '" + found.asText() + "': submit it with 'wsol " + found.asText()
                        + "'");
    }

    static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }
}

package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that change the numbers, beyond rate, batch and epochs. The coordinator checks the values. */
final class RecipeOptions {
    @Option(names = "--optimizer", paramLabel = "NAME", description = "adamw | sgd.")
    private String optimizer;

    @Option(names = "--betas", paramLabel = "B1,B2", split = ",", hideParamSyntax = true, description = "Of AdamW.")
    private List<Double> betas;

    @Option(names = "--eps", paramLabel = "X", description = "Of AdamW, added after the root.")
    private Double eps;

    @Option(names = "--momentum", paramLabel = "X", description = "Of SGD.")
    private Double momentum;

    @Option(names = "--nesterov", description = "SGD looks one momentum ahead.")
    private Boolean nesterov;

    @Option(names = "--clip-norm", paramLabel = "X", description = "Largest global norm of the gradients.")
    private Double clipNorm;

    @Option(names = "--label-smoothing", paramLabel = "X", description = "Share of the target spread over all classes.")
    private Double labelSmoothing;

    @Option(names = "--ema", paramLabel = "X", description = "Publish a running mean of the weights with this decay.")
    private Double emaDecay;

    @Option(names = "--dropout", paramLabel = "X", description = "Dropout rate.")
    private Double dropout;

    @Option(names = "--accumulation", paramLabel = "N", description = "Cut each batch into N pieces to save memory.")
    private Integer accumulation;

    @Option(names = "--precision", paramLabel = "P", description = "fp32 | bf16.")
    private String precision;

    @Option(
            names = "--init",
            paramLabel = "FILE",
            description = "Weights to start from: a path or URL that the worker can read, or a published name.")
    private String init;

    @Option(names = "--init-sha256", paramLabel = "HEX", description = "What its digest must be.")
    private String initSha256;

    @Option(
            names = "--select",
            paramLabel = "BY[:ON]",
            description =
                    "Which checkpoint counts: gtKnown, maxBoxAcc, top1Loc or top1Cls on validation or test; or last.")
    private String select;

    @Option(
            names = "--scm-iterations",
            paramLabel = "N,..",
            split = ",",
            hideParamSyntax = true,
            description = "Newton-Schulz steps of each calibration layer, for example 16,4,4,4.")
    private List<Integer> iterations;

    @Option(
            names = "--checkpoint-minutes",
            paramLabel = "N",
            description = "Save between the ends of epochs too, this often.")
    private Integer checkpointMinutes;

    Tree into(Tree tree) {
        return tree.put("recipe", null, "optimizer", tuned(tree))
                .put("recipe", null, "clipNorm", clipNorm)
                .put("recipe", null, "labelSmoothing", labelSmoothing)
                .put("recipe", null, "emaDecay", emaDecay)
                .put("recipe", null, "dropout", dropout)
                .put("recipe", null, "accumulation", accumulation)
                .put("recipe", null, "precision", precision)
                .put("recipe", null, "init", initial())
                .put("recipe", null, "selection", select == null ? null : selection(select))
                .put("model", "arch", "iterations", iterations)
                .put("checkpointMinutes", checkpointMinutes);
    }

    /** The recipe's optimizer, overlaid; null when no option speaks of it. A knob of the other optimizer changes to it. */
    private ObjectNode tuned(Tree tree) {
        boolean adamw = betas != null || eps != null;
        boolean sgd = momentum != null || nesterov != null;
        if (optimizer == null && !adamw && !sgd) return null;
        var name = optimizer != null ? optimizer : sgd ? "sgd" : "adamw";
        var there = tree.root().path("recipe").path("optimizer");
        var node = name.equals(there.path("name").asText()) ? ((ObjectNode) there).deepCopy() : Json.object();
        node.put("name", name);
        if (betas != null) {
            if (betas.size() != 2)
                throw new CommandFailed(Exit.USAGE, "--betas needs two numbers, for example 0.9,0.999");
            node.put("beta1", betas.get(0)).put("beta2", betas.get(1));
        }
        if (eps != null) node.put("eps", eps);
        if (momentum != null) node.put("momentum", momentum);
        if (nesterov != null) node.put("nesterov", nesterov);
        return node;
    }

    /** A file that is here is named by its full path: the worker stands in another folder. */
    private ObjectNode initial() {
        if (init == null) {
            if (initSha256 != null) throw new CommandFailed(Exit.USAGE, "--init-sha256 belongs to --init FILE");
            return null;
        }
        var node = Json.object().put("uri", Files.exists(Path.of(init)) ? SpecOptions.absolute(init) : init);
        return initSha256 == null ? node : node.put("sha256", initSha256);
    }

    private static ObjectNode selection(String text) {
        if (text.equals("last")) return Json.object().put("on", "last");
        var parts = text.split(":", -1);
        if (parts.length > 2)
            throw new CommandFailed(
                    Exit.USAGE, "--select '" + text + "' is none of: last, BY, BY:ON, such as top1Loc:validation");
        var node = Json.object().put("by", parts[0]);
        return parts.length == 1 ? node : node.put("on", parts[1]);
    }
}

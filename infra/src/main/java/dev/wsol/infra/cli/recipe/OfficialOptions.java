package dev.wsol.infra.cli.recipe;

import java.util.List;
import picocli.CommandLine.Option;

/** The options of the official command line, with its defaults; every one that has an effect there has one here. */
final class OfficialOptions {
    @Option(
            names = "--lr",
            paramLabel = "X",
            defaultValue = "5e-4",
            description = "Learning rate (5e-4). The published"
                    + " runs say it here: 5e-5 for CUB, 1e-6 (SCM) or 5e-4 (TS-CAM) for ILSVRC.")
    double rate;

    @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.05", description = "Weight decay (0.05).")
    double weightDecay;

    @Option(names = "--drop", paramLabel = "X", defaultValue = "0.0", description = "Dropout (0).")
    double dropout;

    @Option(names = "--drop-path", paramLabel = "X", defaultValue = "0.1", description = "Stochastic depth (0.1).")
    double dropPath;

    @Option(names = "--opt", paramLabel = "NAME", defaultValue = "adamw", description = "adamw or sgd (adamw).")
    String optimizer;

    @Option(names = "--opt-eps", paramLabel = "X", defaultValue = "1e-8", description = "AdamW's epsilon (1e-8).")
    double eps;

    @Option(names = "--opt-betas", paramLabel = "X", arity = "2", description = "AdamW's betas (0.9 0.999).")
    double[] betas;

    @Option(names = "--momentum", paramLabel = "X", defaultValue = "0.9", description = "SGD's momentum (0.9).")
    double momentum;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            defaultValue = "",
            description = "Weights to start from; as there," + " optimizer and counters start fresh.")
    String resume;

    @Option(names = "--opts", paramLabel = "KEY VALUE", arity = "2..*", description = "Keys of the file to overwrite.")
    List<String> overrides = List.of();
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol train}. */
@Command(
        name = "train",
        description = "Train one network. The answer is the job; it runs when a worker is free.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol train --arch deit_scm_small --data /data/CUB_200_2011",
            "  wsol train --arch scm --data ./creatures --epochs 4 --lr 1.5e-3 --schedule cosine:0.1 --follow",
            "  wsol train recipe.yaml --lr 1e-4 --seed 7 --id seven"
        })
final class TrainCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private SpecOptions options;

    @Option(names = "--arch", paramLabel = "NAME", description = "Network, for example deit_scm_small, or scm, tscam.")
    private String arch;

    @Option(names = "--lr", paramLabel = "X", description = "Peak learning rate.")
    private Double rate;

    @Option(names = "--seed", paramLabel = "N", description = "Of weights, order, augmentation and stochastic depth.")
    private Long seed;

    @Mixin
    private Submission submission;

    TrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var spec = options.tree("train")
                .put("model", "arch", "arch", arch)
                .put("recipe", null, "learningRate", rate)
                .put("recipe", null, "seed", seed);
        return submission.send(spec.root(), shell);
    }
}

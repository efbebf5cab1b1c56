package dev.wsol.infra.cli.checkpoint;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.vision.model.ArchitectureGuess;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that say for which network weights are; what is left out is told from the weights where they tell it. */
public final class NetworkOptions {
    @Option(names = "--arch", paramLabel = "NAME", description = "Network, for example deit_scm_small.")
    private String arch;

    @Option(names = "--classes", paramLabel = "N", description = "Number of classes.")
    private int classes;

    @Option(names = "--width", paramLabel = "D", description = "Embedding width, where it is not the network's own.")
    private int width;

    @Option(names = "--depth", paramLabel = "N", description = "Transformer blocks.")
    private int depth;

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads a block.")
    private int heads;

    /** A network and its number of classes. */
    public record Wanted(ModelSpec model, int classes) {}

    /** @throws CommandFailed if options and weights together do not say which network it is */
    public Wanted over(Optional<ArchitectureGuess> guess) {
        try {
            if (arch != null) {
                int number = classes != 0
                        ? classes
                        : guess.map(ArchitectureGuess::classes).orElse(0);
                if (number <= 0) throw wrong("say how many classes with --classes N");
                return new Wanted(new ModelSpec(arch, width, depth, heads), number);
            }
            var g = guess.orElseThrow(() -> wrong("the weights do not tell their network: say it with --arch NAME"));
            if (!g.certain() && heads == 0)
                throw wrong("the weights are of " + g.model().arch() + " with sizes of its own, which do not tell the"
                        + " number of attention heads: say it with --heads N");
            var m = g.model();
            return new Wanted(
                    new ModelSpec(
                            m.arch(),
                            width == 0 ? m.width() : width,
                            depth == 0 ? m.depth() : depth,
                            heads == 0 ? m.heads() : heads),
                    classes == 0 ? g.classes() : classes);
        } catch (BadSpec e) {
            throw wrong("--" + e.getMessage());
        }
    }

    private static CommandFailed wrong(String what) {
        return new CommandFailed(Exit.USAGE, what);
    }
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol sweep}. */
@Command(
        name = "sweep",
        description = {
            "Train every combination of architectures, learning rates and seeds, or search: see 'wsol sweep run'.",
            "Without a subcommand the sweep is submitted."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol sweep --arch tscam,scm --lr 1e-3,1.5e-3 --seed 1,2,3 --data ./creatures --epochs 4 --follow",
            "  wsol sweep recipe.yaml --seed 1,2,3,4,5",
            "  wsol board --sweep ID"
        })
final class SweepCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private SpecOptions options;

    @Option(names = "--arch", paramLabel = "NAME,..", split = ",", hideParamSyntax = true, description = "Networks.")
    private List<String> archs;

    @Option(
            names = "--lr",
            paramLabel = "X,..",
            split = ",",
            hideParamSyntax = true,
            description = "Peak learning rates.")
    private List<Double> rates;

    @Option(names = "--seed", paramLabel = "N,..", split = ",", hideParamSyntax = true, description = "Seeds.")
    private List<Long> seeds;

    @Mixin
    private Submission submission;

    SweepCommand(Shell shell) {
        this.shell = shell;
    }

    /** The command with its own subcommands. */
    static CommandLine line(Shell shell) {
        return new CommandLine(new SweepCommand(shell))
                .addSubcommand(new SweepRun(shell))
                .addSubcommand(new SweepPreview(shell))
                .addSubcommand(new SweepShow(shell))
                .addSubcommand(new SweepAsk.Pause(shell))
                .addSubcommand(new SweepAsk.Resume(shell))
                .addSubcommand(new SweepAsk.Stop(shell))
                .addSubcommand(new SweepExtend(shell))
                .addSubcommand(new SweepClone(shell));
    }

    @Override
    public Integer call() {
        var spec = options.tree("sweep")
                .put("grid", null, "arch", archs)
                .put("grid", null, "learningRate", rates)
                .put("grid", null, "seed", seeds);
        boolean modelMissing = spec.root().path("model").path("arch").isMissingNode()
                && !spec.root().path("model").isTextual();
        if (modelMissing && archs != null) spec.put("model", "arch", "arch", archs.get(0));
        return submission.send(spec.root(), shell);
    }
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol benchmark create}. */
@Command(
        name = "create",
        description = "From now on, evaluate every checkpoint that appears and matches.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol benchmark create --name nightly --on 'arch=deit_scm_*' --dataset /data/CUB --protocol deployed,scm --queue bench",
            "  wsol benchmark create --name all-of-cub --dataset /data/CUB --existing"
        })
final class BenchmarkCreateCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "Name of the rule; starts the ids of its jobs.")
    private String name;

    @Option(
            names = "--on",
            paramLabel = "FIELD=PATTERN",
            description =
                    "What a checkpoint must be: arch, train-job, sweep or source, with * and ?. Repeat for more; all must"
                            + " fit. Default: every checkpoint.")
    private List<String> on = List.of();

    @Option(
            names = "--dataset",
            paramLabel = "DIR",
            required = true,
            description = "Data set to score on, as the evaluators see it.")
    private String dataset;

    @Mixin
    private LayoutOptions layout;

    @Option(
            names = "--protocol",
            paramLabel = "P,Q",
            split = ",",
            defaultValue = "deployed",
            description = "Presets or files of one's own (${DEFAULT-VALUE}).")
    private List<String> protocols;

    @Option(names = "--queue", paramLabel = "NAME", description = "Queue of the evaluate jobs (default).")
    private String queue;

    @Option(names = "--overlays", paramLabel = "N", description = "Overlay pictures a split (0).")
    private Integer overlays;

    @Option(
            names = "--regression-drop",
            paramLabel = "POINTS",
            description = "With results of one seed only: drop below the best that counts as a regression.")
    private Double regressionDrop;

    @Option(names = "--existing", description = "Also the checkpoints that are there already, nothing twice.")
    private boolean existing;

    @Mixin
    private Reach reach;

    BenchmarkCreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var tree = new Tree(Json.object())
                .put("name", name)
                .put("on", on)
                .put("data", "path", "path", SpecOptions.absolute(dataset))
                .put("protocols", ProtocolOption.nodes(protocols))
                .put("queue", queue)
                .put("overlays", overlays)
                .put("regressionDrop", regressionDrop)
                .put("existing", existing ? true : null);
        var rule = reach.api(shell).post("/v1/benchmarks", layout.into(tree).root());
        shell.out().println(reach.json ? Json.pretty(rule) : BenchmarkText.made(rule));
        return Exit.OK;
    }
}

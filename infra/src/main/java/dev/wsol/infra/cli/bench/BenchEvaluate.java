package dev.wsol.infra.cli.bench;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.evaluator.job.ScoringCost;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.client.ProtocolOption;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Table;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Devices;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol bench evaluate}: what scoring costs beside the forward pass. */
@Command(
        name = "evaluate",
        description = "Time the forward pass of an evaluation and the scoring of its maps under each protocol.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol bench evaluate --arch deit_scm_small --protocol deployed,scm --json"})
final class BenchEvaluate implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            defaultValue = "deit_scm_small",
            description = "Network (${DEFAULT-VALUE}).")
    private String arch;

    @Option(names = "--classes", paramLabel = "N", defaultValue = "200", description = "Classes (${DEFAULT-VALUE}).")
    private int classes;

    @Option(names = "--images", paramLabel = "N", defaultValue = "96", description = "Timed images (${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = {"--protocol", "--protocols"},
            paramLabel = "P,..",
            split = ",",
            hideParamSyntax = true,
            defaultValue = "deployed,scm,ts-cam-cub,maxboxacc,maxboxacc-v2",
            description = "Names, or YAML files (${DEFAULT-VALUE}).")
    private List<String> protocols;

    @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto | cpu | cuda:N (auto).")
    private String device;

    @Option(names = "--json", description = "Answer with one JSON object on standard output.")
    private boolean json;

    BenchEvaluate(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (images < 1 || classes < 2)
            throw new CommandFailed(Exit.USAGE, "--images must be at least 1, --classes at least 2");
        var scored = protocols.stream().map(ProtocolOption::read).toList();
        var config = config();
        try (var network = Network.create(config, 0, Devices.of(Devices.checked(device), 0))) {
            print(config, ScoringCost.measure(network, scored, images, 0));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, "--device '" + device + "': " + e.getMessage(), e);
        }
        return Exit.OK;
    }

    private ModelConfig config() {
        try {
            return Architectures.of(ModelSpec.named(arch), classes);
        } catch (BadSpec e) {
            throw new CommandFailed(Exit.USAGE, "--" + e.getMessage(), e);
        }
    }

    private void print(ModelConfig config, ScoringCost.Cost cost) {
        var out = Json.object()
                .put("bench", "evaluate")
                .put("arch", config.arch())
                .put("images", images)
                .put("forwardMillisPerImage", cost.forward());
        var scoring = out.putObject("scoring");
        var table = new Table("PROTOCOL", "MS AN IMAGE", "OF FORWARD");
        cost.scoring().forEach((name, millis) -> {
            double percent = 100 * millis / cost.forward();
            scoring.putObject(name).put("millisPerImage", millis).put("percentOfForward", percent);
            table.row(name, two(millis), two(percent) + " %");
        });
        out.set("machine", Machine.facts());
        var text = config.arch() + ": forward " + two(cost.forward()) + " ms an image; scoring on one thread:"
                + System.lineSeparator() + table;
        shell.out().println(json ? Json.pretty(out) : text);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

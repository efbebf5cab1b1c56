package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol checkpoint register}. */
@Command(
        name = "register",
        description = "Tell of a checkpoint that was trained elsewhere, so that the benchmark rules evaluate it.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol checkpoint register s3://lab/run-7 --sha256 DIGEST --arch deit_scm_small --source nightly-ci"
        })
public final class RegisterCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "s3://...", description = "Folder that holds model.safetensors and manifest.json.")
    private String uri;

    @Option(
            names = "--sha256",
            paramLabel = "DIGEST",
            required = true,
            description = "Of model.safetensors; 'wsol checkpoint show' prints it. Evaluators refuse other bytes.")
    private String sha256;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            required = true,
            description = "Network, for example deit_scm_small.")
    private String arch;

    @Option(names = "--width", paramLabel = "D", description = "Embedding width, where it is not the network's own.")
    private Integer width;

    @Option(names = "--depth", paramLabel = "N", description = "Transformer blocks.")
    private Integer depth;

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads a block.")
    private Integer heads;

    @Option(
            names = "--source",
            paramLabel = "WHO",
            description = "Who trained it; rules match it, and regressions are looked for"
                    + " among checkpoints of one source.")
    private String source;

    @Option(names = "--epoch", paramLabel = "N", description = "Training epochs that it has seen.")
    private Integer epoch;

    @Option(names = "--lr", paramLabel = "RATE", description = "Its peak learning rate.")
    private Double learningRate;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of its run.")
    private Long seed;

    @Mixin
    private Reach reach;

    public RegisterCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var body = new Tree(Json.object())
                .put("uri", uri)
                .put("sha256", sha256)
                .put("epoch", epoch)
                .put("model", "arch", "arch", arch)
                .put("model", "arch", "width", width)
                .put("model", "arch", "depth", depth)
                .put("model", "arch", "heads", heads)
                .put("source", source)
                .put("learningRate", learningRate)
                .put("seed", seed);
        var answer = reach.api(shell).post("/v1/checkpoints", body.root());
        if (reach.json) shell.out().println(Json.pretty(answer));
        else if (answer.path("evaluations").isEmpty())
            shell.out().println("registered; no benchmark rule wants it, or all was evaluated before");
        else answer.path("evaluations").forEach(j -> shell.out().println("evaluating: " + j.asText()));
        return Exit.OK;
    }
}

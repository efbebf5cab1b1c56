package dev.wsol.infra.cli.client;

import dev.wsol.contract.ModelSpec;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.io.IOException;
import java.util.Optional;
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
        footer = {
            "  wsol checkpoint register s3://lab/run-7 --source nightly-ci      (with WSOL_S3_..., reads the rest there)",
            "  wsol checkpoint register s3://lab/run-7 --sha256 DIGEST --arch deit_scm_small --source nightly-ci"
        })
public final class RegisterCommand implements Callable<Integer> {
    private final Shell shell;
    private final Inspector inspector;

    /** Looks into a checkpoint; slow, as it fetches the weights and checks their digest. */
    @FunctionalInterface
    public interface Inspector {
        /** @throws IOException if it cannot be fetched, and others that name what is wrong with it */
        Facts look(String uri) throws IOException;
    }

    /**
     * What a checkpoint says of itself.
     *
     * @param model its network; empty when neither manifest nor shapes tell
     * @param epoch training epochs that it has seen; 0 when unknown
     */
    public record Facts(String sha256, Optional<ModelSpec> model, int epoch) {}

    @Parameters(paramLabel = "s3://...", description = "Folder that holds model.safetensors and manifest.json.")
    private String uri;

    @Option(
            names = "--sha256",
            paramLabel = "DIGEST",
            description = "Of model.safetensors; evaluators refuse other bytes. Default: fetched and computed.")
    private String sha256;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            description = "Network, for example deit_scm_small. Default: as its manifest or its shapes say.")
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

    public RegisterCommand(Shell shell, Inspector inspector) {
        this.shell = shell;
        this.inspector = inspector;
    }

    @Override
    public Integer call() throws IOException {
        if (sha256 == null || arch == null) complete(inspector.look(uri));
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

    /** What was said on the command line stays, but a wrong digest would only fail later, in an evaluator. */
    private void complete(Facts facts) {
        if (sha256 != null && !sha256.equals(facts.sha256()))
            throw new CommandFailed(Exit.USAGE, uri + ": its model.safetensors has sha256 " + facts.sha256());
        sha256 = facts.sha256();
        if (epoch == null && facts.epoch() > 0) epoch = facts.epoch();
        if (arch != null) return;
        var model = facts.model()
                .orElseThrow(() -> new CommandFailed(
                        Exit.USAGE,
                        uri + ": neither manifest nor shapes say which network this is; name it with --arch"));
        arch = model.arch();
        if (width == null && model.width() > 0) width = model.width();
        if (depth == null && model.depth() > 0) depth = model.depth();
        if (heads == null && model.heads() > 0) heads = model.heads();
    }
}

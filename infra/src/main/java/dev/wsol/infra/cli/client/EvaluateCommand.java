package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol evaluate}. */
@Command(
        name = "evaluate",
        description = "Score a checkpoint in the object store under one or more protocols.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol evaluate --checkpoint s3://wsol/jobs/my-run/e1/checkpoints/0004 --sha256 9f2c.. --arch scm --data ./creatures",
            "  wsol evaluate --job my-run --epoch 4 --protocols deployed,scm --follow",
            "  wsol evaluate evaluation.yaml"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "YAML file of the job; options win over it.")
    private Path file;

    @Option(names = "--id", paramLabel = "ID", description = "Name of the job. Default: derived from what it is.")
    private String id;

    @Option(names = "--job", paramLabel = "ID", description = "Train job whose checkpoint, network and data to take.")
    private String job;

    @Option(names = "--epoch", paramLabel = "N", description = "With --job: after which epoch. Default: the last.")
    private Integer epoch;

    @Option(names = "--checkpoint", paramLabel = "URI", description = "s3:// folder of the checkpoint.")
    private String uri;

    @Option(names = "--sha256", paramLabel = "HEX", description = "Digest of its model.safetensors.")
    private String sha256;

    @Option(names = "--arch", paramLabel = "NAME", description = "Network, as it was trained.")
    private String arch;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the data set.")
    private String data;

    @Mixin
    private LayoutOptions layout;

    @Option(
            names = {"--protocols", "--protocol"},
            paramLabel = "P,..",
            split = ",",
            hideParamSyntax = true,
            description = "Names of protocols, or YAML files of your own (docs/protocols.md).")
    private List<String> protocols;

    @Option(names = "--overlays", paramLabel = "N", description = "Overlay pictures to draw.")
    private Integer overlays;

    @Mixin
    private DrawOptions draw;

    @Option(names = "--queue", paramLabel = "Q", description = "Queue of the job.")
    private String queue;

    @Mixin
    private Submission submission;

    EvaluateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var read = file == null ? Json.object() : RecipeFile.read(file);
        if (file != null) ProtocolOption.inline(read, file.toAbsolutePath().getParent());
        if (job != null)
            read = Trained.of(submission.api(shell).job(job), epoch).over(read);
        var spec = new Tree(read)
                .put("kind", "evaluate")
                .put("id", id)
                .put("checkpoint", null, "uri", uri)
                .put("checkpoint", null, "sha256", sha256)
                .put("model", "arch", "arch", arch)
                .put("data", "path", "path", data == null ? null : SpecOptions.absolute(data))
                .put("protocols", ProtocolOption.nodes(protocols))
                .put("overlays", overlays)
                .put("draw", null, "images", draw.images())
                .put("draw", null, "threshold", draw.threshold())
                .put("queue", queue);
        layout.into(spec);
        if (spec.root().path("protocols").isMissingNode()) spec.put("protocols", List.of("deployed"));
        return submission.send(spec.root(), shell);
    }
}

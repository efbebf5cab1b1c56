package dev.wsol.infra.cli.predict;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.evaluator.draw.OfficialPictures;
import dev.wsol.evaluator.draw.Seen;
import dev.wsol.evaluator.metric.Ranking;
import dev.wsol.infra.cli.checkpoint.NetworkOptions;
import dev.wsol.infra.cli.checkpoint.Source;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.ImageException;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.map.MapException;
import dev.wsol.vision.map.MapResize;
import dev.wsol.vision.map.Thresholds;
import dev.wsol.vision.model.Architectures;
import dev.wsol.vision.model.Devices;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol predict}. */
@Command(
        name = "predict",
        description =
                "Say what is on single images and where, from a checkpoint file. Needs neither Kafka nor a store.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol predict --checkpoint model.safetensors --image bird.jpg --out found",
            "  wsol predict --checkpoint model_best.pth --image a.jpg b.jpg --class 17 --threshold 0.2 --json"
        })
public final class PredictCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--checkpoint",
            paramLabel = "F",
            required = true,
            description = "safetensors file, official .pth, folder of a checkpoint, or s3:// address of one.")
    private String checkpoint;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            required = true,
            arity = "1..*",
            description = "JPEG or PNG; any number of them.")
    private List<Path> images;

    @Option(
            names = "--class",
            paramLabel = "N",
            description = "Class whose map is boxed, counted from 0. Default: the predicted one.")
    private Integer category;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            defaultValue = "" + OfficialPictures.THRESHOLD,
            description = "Score map threshold in [0, 1), as a share of the peak (${DEFAULT-VALUE}).")
    private double threshold;

    @Option(
            names = "--class-names",
            paramLabel = "FILE",
            description = "Names of the classes, one a line, or a classes.txt of CUB.")
    private Path names;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = Devices.AUTO,
            description = "auto, cpu or cuda:N (auto).")
    private String device;

    @Option(names = "--out", paramLabel = "DIR", description = "Write pictures and JSON, one folder an image.")
    private Path out;

    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    @Mixin
    private NetworkOptions network;

    public PredictCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        checkBeforeAnyWork();
        var source = Source.open(checkpoint, shell);
        var wanted = network.over(source.architecture());
        if (category != null && (category < 0 || category >= wanted.classes()))
            throw wrong("--class " + category + " is not one of 0 to " + (wanted.classes() - 1) + ", the network has "
                    + wanted.classes() + " classes");
        var called = names == null ? ClassNames.NONE : ClassNames.read(names, wanted.classes());
        try (var net = open(source, Architectures.of(wanted.model(), wanted.classes()))) {
            var answer = Json.object()
                    .put("checkpoint", checkpoint)
                    .put("sha256", source.file().digest().sha256())
                    .put("arch", wanted.model().arch())
                    .put("classes", wanted.classes())
                    .put("threshold", threshold);
            var list = answer.putArray("images");
            var files = Optional.ofNullable(out).map(PredictionFiles::new);
            int bad = 0;
            for (var image : images) {
                try {
                    list.add(predict(net, image, called, files));
                } catch (ImageException e) {
                    shell.err().println("wsol: " + e.getMessage());
                    bad++;
                }
            }
            if (json) shell.out().println(Json.pretty(answer));
            return bad == 0 ? Exit.OK : Exit.FAILED;
        }
    }

    private ObjectNode predict(Network net, Path file, ClassNames called, Optional<PredictionFiles> files) {
        Pixels image = Decoder.standard().decode(file);
        var answer = new ObjectNode[1];
        Seen.by(net, image.resize(ModelConfig.IMAGE, ModelConfig.IMAGE), seen -> {
            float[] logits = seen.logits();
            int boxed = category == null ? Ranking.top(logits, 1)[0] : category;
            var maps = seen.maps(boxed);
            var found = Localized.of(image.size(), logits, boxed, maps.coupled(), threshold);
            answer[0] = PredictionText.json(file.toString(), found, called);
            if (!json) shell.out().println(PredictionText.lines(file.toString(), found, called));
            files.ifPresent(f -> {
                var folder = f.folder(file);
                var picture = PredictionFiles.reduced(image);
                var heat = seen.coupled(boxed, MapResize.Kind.BILINEAR, picture.height(), picture.width());
                var drawn = OfficialPictures.of(seen.picture(), maps, List.of(), threshold);
                f.write(folder, picture, heat, found, drawn, answer[0]);
                if (!json) shell.out().println("  pictures   " + folder);
            });
        });
        return answer[0];
    }

    private void checkBeforeAnyWork() {
        try {
            Thresholds.fixed(threshold);
            Devices.checked(device);
        } catch (MapException e) {
            throw wrong("--threshold " + threshold + " must lie in 0 to 1, 1 excluded");
        } catch (IllegalArgumentException e) {
            throw wrong("--device " + device + ": " + e.getMessage());
        }
        var missing = new ArrayList<String>();
        for (var image : images) if (!Files.exists(image)) missing.add(image.toString());
        if (!missing.isEmpty()) throw wrong("--image: there is no " + String.join(", no ", missing));
        if (out != null && Files.exists(out) && !Files.isDirectory(out))
            throw wrong("--out: " + out + " is there, but is no folder");
    }

    private Network open(Source source, ModelConfig config) {
        try {
            return Network.of(config, source.file().tensors(), Devices.of(device, 0));
        } catch (CheckpointException e) {
            throw new CommandFailed(Exit.USAGE, checkpoint + ": " + e.getMessage(), e);
        } catch (BadSpec e) {
            throw new CommandFailed(Exit.USAGE, "--device: " + e.getMessage(), e);
        }
    }

    private static CommandFailed wrong(String what) {
        return new CommandFailed(Exit.USAGE, what);
    }
}

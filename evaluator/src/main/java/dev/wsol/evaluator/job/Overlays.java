package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.draw.ContactSheet;
import dev.wsol.evaluator.draw.Overlay;
import dev.wsol.evaluator.draw.Png;
import dev.wsol.evaluator.job.CheckpointEvaluation.Scored;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.vision.map.MapResize;
import dev.wsol.vision.map.ScoreImage;
import dev.wsol.vision.map.ScoreMapper;
import dev.wsol.vision.model.ModelConfig;
import dev.wsol.vision.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures of some images of a split: image, heat of the boxed map, ground truth red, prediction green. */
final class Overlays {
    private static final int SIDE = ModelConfig.IMAGE;
    private static final int COLUMNS = 3;
    private static final double HIT = 0.5;

    private final Network network;
    private final SplitImages images;
    private final List<String> classes;

    Overlays(Network network, SplitImages images, List<String> classes) {
        this.network = network;
        this.images = images;
        this.classes = classes;
    }

    /** Writes {@code overlays/<nn>-<image>.png} for images spread evenly over the split, and one sheet of them all. */
    void draw(Scored scored, int wanted, Path folder) throws IOException {
        int count = Math.min(wanted, scored.rows().size());
        if (count == 0) return;
        var target = Files.createDirectories(folder.resolve("overlays"));
        var tiles = new ArrayList<ContactSheet.Tile>();
        for (int n = 0; n < count; n++) {
            int at = (int) ((n + 0.5) * scored.rows().size() / count);
            var tile = tile(scored, at);
            Files.write(target.resolve("%02d-%s.png".formatted(n + 1, stem(tile.id()))), Png.bytes(tile.picture()));
            tiles.add(tile);
        }
        var title = "protocol " + scored.protocol().name() + ": ground truth red, prediction green";
        Files.write(
                folder.resolve("overlays.png"),
                Png.bytes(ContactSheet.page(title, List.of(new ContactSheet.Strip("", tiles)), COLUMNS)));
    }

    private ContactSheet.Tile tile(Scored scored, int at) {
        var row = scored.rows().get(at);
        var pixels = images.cache().pixels(images.usable().get(at));
        boolean predicted = scored.protocol().map() == Protocol.MapClass.PREDICTED;
        int boxed = predicted ? row.ranked()[0] : row.sample().label();
        PixelBox box = ReportFiles.box(scored, row);
        var picture = Overlay.sideBySide(
                Overlay.picture(SIDE, SIDE, pixels.rgb()), scores(scored.protocol(), pixels, boxed), row.truth(), box);
        double iou = box.bestIou(row.truth());
        return new ContactSheet.Tile(
                picture,
                row.sample().id(),
                "IoU %.2f".formatted(iou),
                "true " + name(row.sample().label()) + ", found " + name(row.ranked()[0]),
                iou >= HIT);
    }

    private ScoreImage scores(Protocol protocol, dev.wsol.vision.image.Pixels pixels, int category) {
        var image = new float[3 * SIDE * SIDE];
        pixels.normalize(image, 0);
        var buffer = Network.pixels(1);
        buffer.asFloatBuffer().put(image);
        var kind = protocol.resize() == Protocol.Resize.BICUBIC ? MapResize.Kind.BICUBIC : MapResize.Kind.BILINEAR;
        var out = ScoreImage.blank(SIDE, SIDE);
        try (var seen = network.predict(buffer, 1)) {
            new ScoreMapper(kind, ModelConfig.GRID, ModelConfig.GRID, SIDE, SIDE).map(seen.cam(0, category), 0, out);
        }
        return out;
    }

    private String name(int label) {
        return classes.get(label).replaceFirst("^\\d+\\.", "");
    }

    private static String stem(String id) {
        var file = id.substring(id.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return (dot > 0 ? file.substring(0, dot) : file).replaceAll("[^A-Za-z0-9._-]", "_");
    }
}

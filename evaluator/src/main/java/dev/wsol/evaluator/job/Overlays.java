package dev.wsol.evaluator.job;

import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.draw.ContactSheet;
import dev.wsol.evaluator.draw.Overlay;
import dev.wsol.evaluator.draw.Png;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.result.Findings;
import dev.wsol.evaluator.result.JudgedImage;
import dev.wsol.vision.image.Pixels;
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
    void draw(Findings findings, int wanted, Path folder) throws IOException {
        int count = Math.min(wanted, findings.images().size());
        if (count == 0) return;
        var target = Files.createDirectories(folder.resolve("overlays"));
        var tiles = new ArrayList<ContactSheet.Tile>();
        for (int n = 0; n < count; n++) {
            int at = (int) ((n + 0.5) * findings.images().size() / count);
            var tile = tile(findings.protocol(), findings.images().get(at));
            Files.write(target.resolve("%02d-%s.png".formatted(n + 1, stem(tile.id()))), Png.bytes(tile.picture()));
            tiles.add(tile);
        }
        var title = "protocol " + findings.protocol().name() + ": ground truth red, prediction green";
        Files.write(
                folder.resolve("overlays.png"),
                Png.bytes(ContactSheet.page(title, List.of(new ContactSheet.Strip("", tiles)), COLUMNS)));
    }

    private ContactSheet.Tile tile(Protocol protocol, JudgedImage image) {
        var pixels = images.frame(image.index()).pixels();
        int side = protocol.mapSize();
        var picture = Overlay.sideBySide(
                Overlay.picture(SIDE, SIDE, pixels.rgb()),
                scores(protocol, pixels, image.boxed()),
                image.truth().stream().map(b -> onPicture(b, side)).toList(),
                onPicture(image.box(), side));
        return new ContactSheet.Tile(
                picture,
                image.id(),
                "IoU %.2f".formatted(image.iou()),
                "true " + name(image.label()) + ", found " + name(image.predicted()),
                image.iou() >= HIT);
    }

    /** From a score map's pixels to the picture's. */
    private static PixelBox onPicture(PixelBox b, int side) {
        return new PixelBox(at(b.x0(), side), at(b.y0(), side), at(b.x1(), side), at(b.y1(), side));
    }

    private static int at(int x, int side) {
        return Math.min(SIDE - 1, x * SIDE / side);
    }

    private ScoreImage scores(Protocol protocol, Pixels pixels, int category) {
        var image = new float[3 * SIDE * SIDE];
        pixels.normalize(image, 0);
        var buffer = Network.pixels(1);
        buffer.asFloatBuffer().put(image);
        var out = ScoreImage.blank(SIDE, SIDE);
        try (var seen = network.predict(buffer, 1)) {
            new ScoreMapper(ProtocolScorer.resize(protocol), ModelConfig.GRID, ModelConfig.GRID, SIDE, SIDE)
                    .map(seen.cam(0, category), 0, out);
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

package dev.wsol.infra.cli.predict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.evaluator.draw.OfficialPictures;
import dev.wsol.evaluator.draw.Overlay;
import dev.wsol.evaluator.draw.Png;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.map.ScoreImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One folder an image: overlay, the published program's five pictures, and the answer as JSON. */
final class PredictionFiles {
    /** Longest side of an overlay, pixels. */
    static final int LONGEST = 640;

    private final Path root;
    private final Set<String> taken = new HashSet<>();

    PredictionFiles(Path root) {
        this.root = root;
    }

    /** A folder named for the image; images of the same name are numbered. */
    Path folder(Path image) {
        var name = image.getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "");
        var free = name;
        for (int n = 2; !taken.add(free); n++) free = name + "-" + n;
        return root.resolve(free);
    }

    /** @param map score image of the picture's size */
    void write(Path folder, Pixels picture, ScoreImage map, Localized l, OfficialPictures drawn, JsonNode answer) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("overlay.png"), Png.bytes(overlay(picture, map, l)));
            for (var kind : drawn.pictures().entrySet())
                Files.write(folder.resolve(kind.getKey().folder() + ".png"), Png.bytes(kind.getValue()));
            Files.writeString(folder.resolve("prediction.json"), Json.pretty(answer) + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailed(Exit.FAILED, "--out: cannot write into " + folder + " (" + e + ")", e);
        }
    }

    /** The picture's own size, or smaller with the same shape. */
    static Pixels reduced(Pixels image) {
        double scale = Math.min(1, LONGEST / (double) Math.max(image.width(), image.height()));
        if (scale == 1) return image;
        return image.resize(Math.max(1, (int) Math.round(image.width() * scale)), Math.max(1, (int)
                Math.round(image.height() * scale)));
    }

    private static java.awt.image.BufferedImage overlay(Pixels picture, ScoreImage map, Localized l) {
        var image = Overlay.picture(picture.width(), picture.height(), picture.rgb());
        double across = picture.width() / (double) l.original().width();
        double down = picture.height() / (double) l.original().height();
        var boxes =
                l.found().map(f -> List.of(scaled(f.onImage(), across, down))).orElse(List.of());
        return Overlay.sideBySide(image, map, List.of(), boxes);
    }

    /** The edges lie beyond the last pixel; the line is drawn on it. */
    private static PixelBox scaled(PixelBox b, double across, double down) {
        int x0 = (int) Math.round(b.x0() * across);
        int y0 = (int) Math.round(b.y0() * down);
        return new PixelBox(
                x0,
                y0,
                Math.max(x0, (int) Math.round(b.x1() * across) - 1),
                Math.max(y0, (int) Math.round(b.y1() * down) - 1));
    }
}

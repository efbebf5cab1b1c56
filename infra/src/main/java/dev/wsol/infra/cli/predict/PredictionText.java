package dev.wsol.infra.cli.predict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.Table;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was found on an image, for people and for programs. */
final class PredictionText {
    private PredictionText() {}

    /** A few lines. */
    static String lines(String image, Localized l, ClassNames names) {
        var text = new StringBuilder(Table.printable(image))
                .append("  (")
                .append(l.original())
                .append(")\n  predicted  ")
                .append(l.best().stream()
                        .map(g ->
                                names.of(g.category()) + String.format(Locale.ROOT, " %.1f %%", 100 * g.probability()))
                        .collect(Collectors.joining(", ")))
                .append("\n  boxed      the map of ")
                .append(names.of(l.category()));
        l.found()
                .ifPresentOrElse(
                        f -> text.append("\n  box        ")
                                .append(corners(f.onImage()))
                                .append(" in the image, ")
                                .append(corners(f.onMap()))
                                .append(" on the 224 x 224 map\n  peak       (")
                                .append(f.peakX())
                                .append(", ")
                                .append(f.peakY())
                                .append(") in the image"),
                        () -> text.append("\n  box        none: the map is flat"));
        return text.toString();
    }

    static ObjectNode json(String image, Localized l, ClassNames names) {
        var out = Json.object()
                .put("image", image)
                .put("width", l.original().width())
                .put("height", l.original().height());
        var predicted = out.putArray("predicted");
        for (var g : l.best())
            predicted
                    .addObject()
                    .put("class", g.category())
                    .put("name", names.of(g.category()))
                    .put("probability", g.probability());
        out.put("class", l.category()).put("name", names.of(l.category()));
        l.found()
                .ifPresentOrElse(
                        f -> {
                            corners(out.putArray("box"), f.onImage());
                            corners(out.putArray("box224"), f.onMap());
                            out.putArray("peak").add(f.peakX()).add(f.peakY());
                        },
                        () -> out.putNull("box").putNull("box224").putNull("peak"));
        return out;
    }

    private static void corners(ArrayNode out, PixelBox b) {
        out.add(b.x0()).add(b.y0()).add(b.x1()).add(b.y1());
    }

    private static String corners(PixelBox b) {
        return "(" + b.x0() + ", " + b.y0() + ")-(" + b.x1() + ", " + b.y1() + ")";
    }
}

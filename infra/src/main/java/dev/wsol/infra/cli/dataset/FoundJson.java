package dev.wsol.infra.cli.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.vision.dataset.Split;
import dev.wsol.vision.image.Size;
import java.util.Locale;

/** A check as JSON. Field names are part of the interface: never change one, only add. */
final class FoundJson {
    private FoundJson() {}

    static ObjectNode of(Found found) {
        var data = found.data();
        var out = Json.object()
                .put("path", found.path())
                .put("name", data.name())
                .put("layout", data.layout().label())
                .put("digest", data.digest());
        data.classes().forEach(out.putArray("classes")::add);
        var parts = out.putObject("parts");
        found.parts().forEach((split, part) -> parts.set(name(split), part(part)));
        var baselines = out.putObject("baselines");
        found.baselines().forEach((split, byRule) -> {
            var rules = baselines.putObject(name(split));
            byRule.forEach((rule, percents) -> {
                var numbers = rules.putObject(rule);
                percents.forEach(numbers::put);
            });
        });
        data.notes().forEach(out.putArray("notes")::add);
        out.put("decoded", found.decoded());
        var problems = out.putObject("problems").put("count", found.problems().count());
        var missing = problems.putObject("missingImages");
        found.problems().missing().forEach(missing::put);
        var told = problems.putArray("told");
        for (var problem : found.problems().told())
            told.addObject()
                    .put("file", problem.at().file())
                    .put("line", problem.at().line())
                    .put("message", problem.message());
        return out;
    }

    private static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode part(Found.Part part) {
        var out = Json.object()
                .put("images", part.images())
                .put("classes", part.classes())
                .put("boxes", part.boxes())
                .put("masks", part.masks())
                .put("imagesWithSeveral", part.several())
                .put("mostInOneImage", part.most());
        var sizes = out.putObject("sizes").put("images", part.sizes().images());
        sizes.set("least", size(part.sizes().least()));
        sizes.set("median", size(part.sizes().median()));
        sizes.set("most", size(part.sizes().most()));
        return out;
    }

    private static ObjectNode size(Size size) {
        return Json.object().put("width", size.width()).put("height", size.height());
    }
}

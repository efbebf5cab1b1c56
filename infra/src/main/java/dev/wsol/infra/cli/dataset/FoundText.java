package dev.wsol.infra.cli.dataset;

import dev.wsol.infra.cli.terminal.Table;
import dev.wsol.vision.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A check for people. */
final class FoundText {
    private FoundText() {}

    static String of(Found found) {
        var data = found.data();
        var text = new ArrayList<String>();
        text.add("%s: %s (%s)"
                .formatted(data.name(), data.layout().title(), data.layout().label()));
        text.add("%d classes, digest %s"
                .formatted(data.classes().size(), data.digest().substring(0, 12)));
        data.notes().forEach(note -> text.add("note: " + note));
        text.add("");
        text.add(parts(found).toString());
        if (!found.baselines().isEmpty()) {
            text.add("");
            text.add(
                    "Images that one box hits without looking, in percent by IoU (the centred one is the best of 400):");
            text.add(baselines(found).toString());
        }
        text.add("");
        if (found.decoded() > 0) text.add("decoded " + found.decoded() + " images");
        problems(found, text);
        return String.join(System.lineSeparator(), text);
    }

    private static void problems(Found found, List<String> text) {
        var problems = found.problems();
        if (problems.count() == 0) {
            text.add("nothing wrong found");
            return;
        }
        text.add(problems.count() + (problems.count() == 1 ? " problem:" : " problems:"));
        problems.told().forEach(problem -> text.add("  " + problem));
        int more = problems.count() - problems.told().size();
        if (more > 0) text.add("  and " + more + " more (--problems N tells more)");
        problems.missingInWords().forEach(list -> text.add("  " + list));
    }

    private static Table parts(Found found) {
        var table = new Table(
                "part", "images", "classes", "boxes", "masks", "several", "most", "smallest", "median", "largest");
        found.parts()
                .forEach((split, p) -> table.row(
                        name(split),
                        p.images(),
                        p.classes(),
                        p.boxes(),
                        p.masks(),
                        p.several(),
                        p.most(),
                        p.sizes().least(),
                        p.sizes().median(),
                        p.sizes().most()));
        return table;
    }

    private static Table baselines(Found found) {
        var table = new Table("part", "rule", "box", "30", "50", "70");
        found.baselines()
                .forEach((split, byRule) -> byRule.forEach((rule, percents) -> {
                    for (var box : List.of("wholeFrame", "centredBox"))
                        table.row(
                                name(split),
                                rule,
                                box.equals("wholeFrame") ? "whole frame" : "centred",
                                percent(percents.get(box + 30)),
                                percent(percents.get(box + 50)),
                                percent(percents.get(box + 70)));
                }));
        return table;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }
}

package dev.wsol.infra.cli.demo;

import dev.wsol.contract.DataRef;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Display;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Gauge;
import dev.wsol.infra.creatures.Creatures;
import dev.wsol.infra.creatures.Sizes;
import dev.wsol.infra.local.DataDirectory;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.dataset.Datasets;
import dev.wsol.vision.dataset.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The images to learn from: the user's own, or a set that is drawn once and kept. */
final class DemoData {
    private static final long SEED = 0;

    private DemoData() {}

    /** Folder of a data set with boxes to score on; the layout may be any. */
    static Path get(Path own, Path cache, Display display) {
        if (own == null) return drawn(cache, display);
        var folder = own.toAbsolutePath().normalize();
        try {
            var data = Datasets.open(new DataRef(folder.toString(), DemoSweep.VALIDATION_PER_CLASS, 0));
            for (var split : Split.values())
                if (data.split(split).isEmpty()) throw new CommandFailed(Exit.USAGE, lacks(folder, split, "image"));
            if (data.split(Split.TEST).stream()
                    .anyMatch(sample -> sample.boxes().isEmpty()))
                throw new CommandFailed(Exit.USAGE, lacks(folder, Split.TEST, "box in some image"));
            return folder;
        } catch (DatasetException e) {
            throw new CommandFailed(Exit.USAGE, "--data: " + e.getMessage(), e);
        }
    }

    private static String lacks(Path folder, Split split, String what) {
        return "--data: " + folder + " has no " + what + " in its "
                + split.name().toLowerCase(Locale.ROOT) + " part, so nothing could be scored; see 'wsol dataset check'";
    }

    /** One process draws at a time; the others find the set complete when it is their turn. */
    private static Path drawn(Path cache, Display display) {
        try (var held = DataDirectory.open(cache)) {
            var set = Creatures.draw(
                    held.path().resolve("creatures-" + SEED),
                    SEED,
                    Sizes.DEMO,
                    (done, total) -> display.show(
                            List.of(new Gauge("drawing", (double) done / total, done + "/" + total + " images"))));
            display.show(List.of());
            display.say((set.reused() ? "creatures drawn before: " : "drew creatures: ") + set.images() + " images in "
                    + set.root());
            return set.root();
        }
    }
}

package dev.wsol.infra.cli.demo;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Display;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Gauge;
import dev.wsol.infra.creatures.Creatures;
import dev.wsol.infra.creatures.Sizes;
import dev.wsol.infra.local.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The images to learn from: the user's own, or a set that is drawn once and kept. */
final class DemoData {
    private static final long SEED = 0;

    private DemoData() {}

    /** Folder in CUB layout. */
    static Path get(Path own, Path cache, Display display) {
        if (own == null) return drawn(cache, display);
        var folder = own.toAbsolutePath().normalize();
        if (Files.isRegularFile(folder.resolve("images.txt"))) return folder;
        throw new CommandFailed(
                Exit.USAGE,
                "--data: " + folder + " is no data set in CUB-200-2011 layout: it has no images.txt");
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

package dev.wsol.infra.cli.dataset;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Gauge;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.creatures.Creatures;
import dev.wsol.infra.creatures.CreaturesException;
import dev.wsol.infra.creatures.Sizes;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol dataset draw}. */
@Command(
        name = "draw",
        description = "Draw the demonstration's set: six classes of creatures with exact boxes, in the CUB layout.",
        footerHeading = "%nExample:%n",
        footer = "  wsol dataset draw ./creatures --train 240 --validation 60 --test 60")
final class DrawCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "DIR", description = "New or empty folder, or one of an earlier call.")
    private Path folder;

    @Option(
            names = "--train",
            paramLabel = "N",
            defaultValue = "1500",
            description = "Images to learn from. Default: ${DEFAULT-VALUE}.")
    private int train;

    @Option(
            names = "--validation",
            paramLabel = "N",
            defaultValue = "150",
            description = "Images to choose on. Default: ${DEFAULT-VALUE}.")
    private int validation;

    @Option(
            names = "--test",
            paramLabel = "N",
            defaultValue = "300",
            description = "Images to count on. Default: ${DEFAULT-VALUE}.")
    private int test;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of everything drawn. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--force", description = "Replace an earlier set of another seed or other sizes.")
    private boolean force;

    DrawCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var root = folder.toAbsolutePath().normalize();
        try (var display = shell.display()) {
            var sizes = new Sizes(train, validation, test);
            var other = Creatures.another(root, seed, sizes);
            if (other.isPresent() && !force)
                throw new CommandFailed(
                        Exit.USAGE,
                        root + " holds another set (" + other.get()
                                + "): replace it with --force, or choose another folder");
            var set = Creatures.draw(
                    root,
                    seed,
                    sizes,
                    (done, total) -> display.show(
                            List.of(new Gauge("drawing", (double) done / total, done + "/" + total + " images"))));
            shell.out()
                    .println((set.reused() ? "there already: " : "drew ") + set.images() + " images in " + set.root());
            return Exit.OK;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, e.getMessage(), e);
        } catch (CreaturesException e) {
            throw new CommandFailed(Exit.FAILED, e.getMessage(), e);
        }
    }
}

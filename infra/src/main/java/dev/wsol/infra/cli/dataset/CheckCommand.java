package dev.wsol.infra.cli.dataset;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.DataRef;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.client.LayoutOptions;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol dataset check}. */
@Command(
        name = "check",
        description =
                "Say what a data set holds, what is wrong with which file and line, and what a fixed box scores on it."
                        + " Exit code 1 when something is wrong.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol dataset check ./CUB_200_2011",
            "  wsol dataset check ./ILSVRC2012 --decode 1000",
            "  wsol dataset check ./metadata/OpenImages --images ./dataset/OpenImages --json"
        })
final class CheckCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "DIR", description = "Folder of the data set.")
    private Path folder;

    @Mixin
    private LayoutOptions layout;

    @Option(
            names = "--validation-per-class",
            paramLabel = "N",
            defaultValue = "" + DataRef.DEFAULT_VALIDATION_PER_CLASS,
            description = "Images a class set aside for validation, as for a job (${DEFAULT-VALUE}).")
    private int validationPerClass;

    @Option(
            names = "--validation-seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of that choice (${DEFAULT-VALUE}).")
    private long validationSeed;

    @Option(
            names = "--decode",
            paramLabel = "N|all",
            defaultValue = "0",
            description = "Decode this many images, spread over the set, and their masks. Headers are always read.")
    private String decode;

    @Option(
            names = "--problems",
            paramLabel = "N",
            defaultValue = "50",
            description = "Problems to tell in full; the rest is counted (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (limit < 0) throw new CommandFailed(Exit.USAGE, "--problems must be 0 or more");
        var check = new Check(ref(), limit, images());
        try (var display = shell.display()) {
            var found = check.run(display);
            shell.out().println(json ? Json.pretty(FoundJson.of(found)) : FoundText.of(found));
            return found.problems().count() == 0 ? Exit.OK : Exit.FAILED;
        }
    }

    private DataRef ref() {
        try {
            return layout.at(folder.toString(), validationPerClass, validationSeed);
        } catch (BadSpec e) {
            throw new CommandFailed(Exit.USAGE, e.getMessage(), e);
        }
    }

    private int images() {
        if (decode.equals("all")) return Integer.MAX_VALUE;
        try {
            int images = Integer.parseInt(decode);
            if (images >= 0) return images;
        } catch (NumberFormatException e) {
            // told below
        }
        throw new CommandFailed(Exit.USAGE, "--decode: expected a number of images or all, found '" + decode + "'");
    }
}

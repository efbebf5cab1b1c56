package dev.wsol.infra.cli.demo;

import dev.wsol.contract.ArchitectureNames;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Recipe;
import dev.wsol.infra.cli.client.Address;
import dev.wsol.infra.cli.client.ProtocolOption;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol demo}: its options. */
@Command(
        name = "demo",
        description = "Start the local stack, train a small sweep, localize, show the board and the pictures, stop."
                + " Without --data it draws a set of creatures and learns to find them from class labels alone.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol demo",
            "  wsol demo --data ./caltech101_wsol10 --epochs 10 --arch scm",
            "  wsol demo --arch scm --seed 1,2,3 --json > board.json"
        })
public final class DemoCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data set with boxes, in any layout. Default: drawn here.")
    private Path data;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "4", description = "Epochs (${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--arch",
            paramLabel = "A,..",
            split = ",",
            hideParamSyntax = true,
            defaultValue = "tscam,scm",
            description = "Networks (${DEFAULT-VALUE}).")
    private List<String> archs;

    @Option(
            names = "--lr",
            paramLabel = "X,..",
            split = ",",
            hideParamSyntax = true,
            defaultValue = "1.8e-3",
            description = "Peak learning rates (${DEFAULT-VALUE}).")
    private List<Double> rates;

    @Option(
            names = "--seed",
            paramLabel = "N,..",
            split = ",",
            hideParamSyntax = true,
            defaultValue = "0,1",
            description = "Seeds (${DEFAULT-VALUE}).")
    private List<Long> seeds;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "24", description = "Images a step (${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--protocol",
            paramLabel = "P,..",
            split = ",",
            hideParamSyntax = true,
            defaultValue = "deployed",
            description = "Protocols to score every checkpoint under: names, or YAML files (${DEFAULT-VALUE}).")
    private List<String> protocols;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "wsol-out",
            description = "Pictures, results, log and the stack's data (./${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Jobs trained at the same time (2).")
    private int workers;

    @Option(names = "--json", description = "The final result as one JSON object on standard output.")
    private boolean json;

    public DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (workers < 1 || workers > 64) throw new CommandFailed(Exit.USAGE, "--workers must be 1 to 64");
        var scored = checkBeforeAnyWork();
        var folders = DemoFolders.open(out, Address.dataDirectory(shell.env()));
        // The stack's own words would tear the bars apart. Read by the logger when its first user is loaded.
        System.getProperties()
                .putIfAbsent("org.slf4j.simpleLogger.logFile", folders.log().toString());
        var sweep = new DemoSweep(archs, rates, seeds, epochs, batch, scored);
        return new Demo(shell, folders, sweep, data, workers, json).run();
    }

    /**
     * The coordinator checks all of this too, but only after images are drawn and the stack is up.
     *
     * @return the protocols as they travel in a job
     */
    private List<String> checkBeforeAnyWork() {
        try {
            archs.forEach(ArchitectureNames::resolve);
            var scored =
                    protocols.stream().map(p -> ProtocolOption.read(p).text()).toList();
            Protocol.all(scored);
            for (double rate : rates) new Recipe(epochs, batch, rate, 0, 0, 0, Recipe.OFFICIAL.schedule());
            return scored;
        } catch (BadSpec e) {
            throw new CommandFailed(Exit.USAGE, e.getMessage(), e);
        }
    }
}

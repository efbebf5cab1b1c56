package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.mlflow.Exporter;
import dev.wsol.infra.cli.mlflow.TrackingServer;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol mlflow export}. */
@Command(
        name = "export",
        description =
                "Log all runs, and what happens from now on, to an MLflow tracking server, until Ctrl-C. Starting it again"
                        + " changes nothing that is there.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol mlflow export --tracking-uri http://mlflow.example.org:5000 --once"})
final class MlflowExportCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--tracking-uri", paramLabel = "URL", required = true, description = "The tracking server.")
    private String trackingUri;

    @Option(
            names = "--experiment",
            paramLabel = "NAME",
            defaultValue = "wsol",
            description = "Experiment that the runs belong to; made unless it is there (${DEFAULT-VALUE}).")
    private String experiment;

    @Option(names = "--once", description = "End when all that was there has been logged.")
    private boolean once;

    @Mixin
    private Reach reach;

    private boolean read;

    MlflowExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var server = new TrackingServer(Address.checked(trackingUri, "--tracking-uri"), shell.env());
        var exporter = new Exporter(server, experiment);
        try (var follow = new Follow(reach.api(shell), shell.display(), exporter::take)) {
            follow.all("beginning", () -> once && read, () -> read = true);
        }
        if (reach.json) shell.out().println(Json.object().put("exported", exporter.exported()));
        else shell.out().println("logged " + exporter.exported() + " events to experiment " + experiment);
        return Exit.OK;
    }
}

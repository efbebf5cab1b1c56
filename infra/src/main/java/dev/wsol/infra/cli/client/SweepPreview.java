package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wsol sweep preview}. */
@Command(
        name = "preview",
        description = "Show what a sweep would run. Nothing is submitted.",
        footerHeading = "%nExample:%n",
        footer = "  wsol sweep preview sweeps/lr-backbone-cub.yaml")
final class SweepPreview implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private SpecOptions options;

    @Mixin
    private Reach reach;

    SweepPreview(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var preview = reach.api(shell)
                .post("/v1/sweeps/preview", options.tree("sweep").root());
        shell.out().println(reach.json ? Json.pretty(preview) : SweepText.preview(preview));
        return Exit.OK;
    }
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol change}. */
@Command(
        name = "change",
        description = "Change the queue or the epochs of jobs. More epochs open a finished training again.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol change my-run --queue high", "  wsol change my-sweep --epochs 60"})
final class ChangeCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--queue", paramLabel = "NAME", description = "Queue to wait in from now on.")
    private String queue;

    @Option(names = "--epochs", paramLabel = "N", description = "All epochs of the training, those done included.")
    private Integer epochs;

    @Mixin
    private Meant meant;

    ChangeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return meant.each(
                "change",
                new Tree(Json.object())
                        .put("queue", queue)
                        .put("epochs", epochs)
                        .root(),
                shell);
    }
}

package dev.wsol.infra.cli.dataset;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.dataset.Layout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code wsol dataset list}. */
@Command(name = "list", description = "The layouts that can be read, each with the folders and files it needs.")
final class ListCommand implements Callable<Integer> {
    private final Shell shell;

    ListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        for (var layout : Layout.values()) {
            shell.out().println(layout.label() + ": " + layout.title());
            shell.out().println("  recognised by " + layout.sign());
            shell.out().println(layout.tree().indent(4));
        }
        return Exit.OK;
    }
}

package dev.wsol.infra.cli.recipe;

import dev.wsol.contract.BadSpec;
import dev.wsol.coordinator.http.Specs;
import dev.wsol.infra.cli.client.RecipeFile;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wsol recipe check}. */
@Command(
        name = "check",
        description = "Read recipe files as the coordinator will, without one.",
        footerHeading = "%nExample:%n",
        footer = "  wsol recipe check recipes/cub/*.yaml")
final class CheckCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recipe files.")
    private List<Path> files;

    CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        int code = Exit.OK;
        for (Path file : files) {
            try {
                var tree = RecipeFile.read(file);
                Specs.read(tree.toString().getBytes(StandardCharsets.UTF_8));
                shell.out().println(file + ": good");
            } catch (BadSpec e) {
                shell.err().println("wsol: recipe " + file + ": " + e.getMessage());
                code = Exit.USAGE;
            } catch (CommandFailed e) {
                shell.err().println("wsol: " + e.getMessage());
                code = Exit.USAGE;
            }
        }
        return code;
    }
}

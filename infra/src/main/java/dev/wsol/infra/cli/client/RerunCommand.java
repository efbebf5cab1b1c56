package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol rerun}. */
@Command(
        name = "rerun",
        description = "Submit the same job again under a new id: the same recipe gives the same run.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol rerun my-run --follow", "  wsol rerun run.json --id second"})
final class RerunCommand implements Callable<Integer> {
    private static final int MOST_TRIES = 1000;
    private final Shell shell;

    @Parameters(paramLabel = "RUN", description = "A job, or the run.json of one.")
    private String run;

    @Option(names = "--id", paramLabel = "ID", description = "Name of the new job. Default: the old one with -again.")
    private String id;

    @Mixin
    private Submission submission;

    RerunCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        boolean isFile = run.endsWith(".json") || Files.isRegularFile(Path.of(run));
        var card =
                isFile ? RecipeFile.read(Path.of(run)) : submission.api(shell).job(run);
        var old = card.path(isFile ? "job" : "id").asText("run");
        if (!(card.path("spec") instanceof ObjectNode spec))
            throw new CommandFailed(Exit.USAGE, run + " has no 'spec': it is the card of no run");
        var again = spec.deepCopy().put("id", id != null ? id : submission.sendsNothing() ? old + "-again" : free(old));
        return submission.send(again, shell);
    }

    /** A name that no job has: an equal job under a taken name would be answered with that job. */
    private String free(String old) {
        var api = submission.api(shell);
        for (int n = 1; n <= MOST_TRIES; n++) {
            var name = old + "-again" + (n == 1 ? "" : "-" + n);
            if (!exists(api, name)) return name;
        }
        throw new CommandFailed(
                Exit.USAGE, old + " was run again " + MOST_TRIES + " times: name the new job with --id");
    }

    private static boolean exists(Api api, String name) {
        try {
            return api.job(name).isObject();
        } catch (CommandFailed e) {
            if (e.exitCode() == Exit.NOT_FOUND) return false;
            throw e;
        }
    }
}

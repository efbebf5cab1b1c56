package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol sweep clone}. */
@Command(
        name = "clone",
        description = "Submit the same sweep again under another id, from the start.",
        footerHeading = "%nExample:%n",
        footer = "  wsol sweep clone night-1 --id night-2 --search-seed 2")
final class SweepClone implements Callable<Integer> {
    private static final int MOST_COPIES = 100;
    private final Shell shell;

    @Parameters(paramLabel = "ID", description = "Sweep to copy.")
    private String id;

    @Option(names = "--id", paramLabel = "NEW", description = "Id of the copy. Default: ID-2, ID-3 ...")
    private String copy;

    @Option(names = "--search-seed", paramLabel = "N", description = "Another seed of the search.")
    private Long seed;

    @Option(names = "--trials", paramLabel = "N", description = "Another number of trials.")
    private Integer trials;

    @Option(names = "--dry-run", description = "Print what would be sent, and send nothing.")
    private boolean dryRun;

    @Mixin
    private Reach reach;

    SweepClone(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var api = reach.api(shell);
        var job = api.job(id);
        if (!job.path("kind").asText().equals("sweep"))
            throw new CommandFailed(Exit.USAGE, "job " + id + " is no sweep");
        var spec = (ObjectNode) job.path("spec").deepCopy();
        spec.put("id", copy != null ? copy : free(api));
        if (spec.path("search") instanceof ObjectNode search) {
            if (seed != null) search.put("seed", seed);
            if (trials != null) search.withObject("/budget").put("trials", trials);
        } else if (seed != null || trials != null)
            throw new CommandFailed(Exit.USAGE, "sweep " + id + " is a plain grid: it has no search to change");
        if (dryRun) {
            shell.out().println(Json.pretty(spec));
            return Exit.OK;
        }
        var submitted = api.submit(spec);
        shell.out().println(reach.json ? Json.pretty(submitted) : JobText.line(submitted));
        return Exit.OK;
    }

    private String free(Api api) {
        for (int n = 2; n < MOST_COPIES; n++) {
            var name = id + "-" + n;
            try {
                api.job(name);
            } catch (CommandFailed e) {
                if (e.exitCode() == Exit.NOT_FOUND) return name;
                throw e;
            }
        }
        throw new CommandFailed(
                Exit.CONFLICT, "there are " + MOST_COPIES + " copies of " + id + ": name this one with --id");
    }
}

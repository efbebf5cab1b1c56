package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol drain}. */
@Command(
        name = "drain",
        description = {
            "Have a worker or evaluator take no more jobs and leave. SIGTERM does the same as --checkpoint.",
            "A worker that nobody has heard of is not told: see 'wsol workers'."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  wsol drain gpu-3", "  wsol drain gpu-3 --finish"})
final class DrainCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            paramLabel = "WORKER",
            description = "Its WSOL_WORKER_NAME, or the name of one of its slots, as in 'wsol workers'.")
    private String worker;

    @ArgGroup
    private How how;

    private static final class How {
        @Option(names = "--finish", description = "End the job at hand first.")
        private boolean finish;

        @Option(names = "--checkpoint", description = "Save the job at hand and give it back (the default).")
        private boolean checkpoint;
    }

    @Option(
            names = "--force",
            description = "Tell it also if nobody has heard of it, for example one of an older build that is idle.")
    private boolean force;

    @Mixin
    private Reach reach;

    DrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        boolean finish = how != null && how.finish && !how.checkpoint;
        var body = Json.object()
                .put("by", Owner.of(shell.env()))
                .put("finish", finish)
                .put("force", force);
        var answer = reach.api(shell).post("/v1/workers/" + Api.escape(worker) + "/drain", body);
        if (reach.json) shell.out().println(Json.pretty(answer));
        else {
            answer.path("workers").forEach(w -> shell.out()
                    .println(Table.printable(w.path("name").asText() + "  told to leave"
                            + (w.path("state").asText().equals("silent")
                                    ? ", but nothing was heard of it lately"
                                    : ""))));
            if (answer.path("workers").isEmpty())
                shell.out().println(Table.printable(worker + "  told to leave, though nobody has heard of it"));
            answer.path("jobs").forEach(job -> shell.out()
                    .println(Table.printable(
                            job.asText() + (finish ? "  is finished first" : "  is saved and given back"))));
        }
        return Exit.OK;
    }
}

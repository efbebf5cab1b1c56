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
        description = "Have a worker or evaluator take no more jobs and leave. SIGTERM does the same as --checkpoint.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol drain gpu-3", "  wsol drain gpu-3 --finish"})
final class DrainCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            paramLabel = "WORKER",
            description = "Its WSOL_WORKER_NAME, or the name that 'wsol show' gives of one of its slots.")
    private String worker;

    @ArgGroup
    private How how;

    private static final class How {
        @Option(names = "--finish", description = "End the job at hand first.")
        private boolean finish;

        @Option(names = "--checkpoint", description = "Save the job at hand and give it back (the default).")
        private boolean checkpoint;
    }

    @Mixin
    private Reach reach;

    DrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        boolean finish = how != null && how.finish && !how.checkpoint;
        var body = Json.object().put("by", Owner.of(shell.env())).put("finish", finish);
        var answer = reach.api(shell).post("/v1/workers/" + Api.escape(worker) + "/drain", body);
        if (reach.json) shell.out().println(Json.pretty(answer));
        else {
            shell.out().println(Table.printable(worker + "  told to leave"));
            answer.path("jobs").forEach(job -> shell.out()
                    .println(Table.printable(
                            job.asText() + (finish ? "  is finished first" : "  is saved and given back"))));
        }
        return Exit.OK;
    }
}

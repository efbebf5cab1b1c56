package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol cancel}. */
@Command(
        name = "cancel",
        description = "Cancel jobs, with all that was made for them. A job that has ended stays as it is.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol cancel my-sweep", "  wsol cancel a b --reason 'wrong data'"})
final class CancelCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Jobs.")
    private List<String> ids;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
    private String reason;

    @Mixin
    private Reach reach;

    CancelCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var api = reach.api(shell);
        var body = new Tree(Json.object()).put("reason", reason).root();
        for (var id : ids) {
            var job = api.post("/v1/jobs/" + Api.escape(id) + "/cancel", body);
            shell.out().println(reach.json ? Json.pretty(job) : JobText.line(job));
        }
        return Exit.OK;
    }
}

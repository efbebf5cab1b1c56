package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wsol watch}. */
@Command(
        name = "watch",
        description = "Watch a job and all that is made for it until it ends; without a job, everything from now on.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol watch my-sweep", "  wsol watch", "  wsol watch my-run --json > events.jsonl"})
final class WatchCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Job.")
    private String id;

    @Mixin
    private Reach reach;

    WatchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var api = reach.api(shell);
        try (var following = new Follow(api, shell.display(), this::print)) {
            if (id == null) {
                following.everything();
                return Exit.OK;
            }
            var job = following.untilEnded(id);
            if (!reach.json) shell.out().println(JobText.line(job));
            return JobText.exitCode(job);
        }
    }

    /** With --json: one event a line, as it came. */
    private void print(JsonNode event) {
        if (reach.json) shell.line(event);
    }
}

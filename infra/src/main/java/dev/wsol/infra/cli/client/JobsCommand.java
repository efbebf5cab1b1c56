package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.time.Instant;
import java.util.HashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol jobs}. */
@Command(
        name = "jobs",
        description = "List jobs, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol jobs",
            "  wsol jobs --state running",
            "  wsol jobs --parent my-sweep --json",
            "  wsol jobs --state failed --all"
        })
final class JobsCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--kind", paramLabel = "KIND", description = "train | evaluate | sweep")
    private String kind;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "queued | running | paused | finished | failed | cancelled")
    private String state;

    @Option(names = "--parent", paramLabel = "ID", description = "Only jobs made for this one.")
    private String parent;

    @Option(names = "--owner", paramLabel = "GLOB", description = "Only jobs of this owner.")
    private String owner;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--all", description = "All of them, however many there are.")
    private boolean all;

    @Mixin
    private Reach reach;

    JobsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var query = new HashMap<String, String>();
        query.put("kind", kind);
        query.put("state", state);
        query.put("parent", parent);
        query.put("owner", owner);
        if (limit < 1) throw new CommandFailed(Exit.USAGE, "--limit must be at least 1");
        var answer = Pages.jobs(reach.api(shell), query, all ? Integer.MAX_VALUE : limit);
        if (reach.json) shell.out().println(Json.pretty(answer));
        else if (answer.path("jobs").isEmpty()) shell.err().println("No such jobs.");
        else shell.out().println(JobText.table(answer.path("jobs"), Instant.now()));
        return Exit.OK;
    }
}

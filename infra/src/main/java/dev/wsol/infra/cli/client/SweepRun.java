package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol sweep run}. */
@Command(
        name = "run",
        description = {
            "Submit a sweep and stay with it: every trial, every decision, the best so far.",
            "Ctrl-C asks whether to stop the sweep or to leave it running. Where nobody watches a terminal the sweep is left"
                    + " running at once, unless --follow is given."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol sweep run sweeps/asha-creatures.yaml --data ./creatures",
            "  wsol sweep run lr.yaml --id night-1 --json"
        })
final class SweepRun implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private SpecOptions options;

    @Mixin
    private Reach reach;

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "Whose sweep it is. Default: WSOL_OWNER, else the name of the user.")
    private String owner;

    @Option(names = "--follow", description = "Stay until the sweep has ended, also without a terminal.")
    private boolean follow;

    SweepRun(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var api = reach.api(shell);
        var spec = options.tree("sweep").root();
        if (!spec.has("owner")) spec.put("owner", owner == null ? Owner.of(shell.env()) : owner);
        var job = api.submit(spec);
        var id = job.path("id").asText();
        if (!follow && !shell.terminal().liveErr()) {
            shell.out().println(reach.json ? Json.pretty(job) : JobText.line(job));
            shell.err().println("It is running. Look: wsol sweep show " + id + "   Stop: wsol sweep stop " + id);
            return Exit.OK;
        }
        shell.err().println("sweep " + id + " at " + api.base());
        var search = job.at("/spec/search");
        if (search.isObject()) shell.err().println(Table.printable(SweepText.goal(search)));
        var story =
                new SweepStory(job.at("/spec/search/objective/goal").asText().equals("minimise"));
        try (var display = shell.display();
                var leaving = new LeaveOrStop(api, id, shell, display);
                var following = new Follow(api, display, e -> story.hear(e).ifPresent(display::say))) {
            job = following.untilEnded(id);
            leaving.ended();
        }
        return answer(api, id, job.path("spec").has("search"), JobText.exitCode(job));
    }

    private int answer(Api api, String id, boolean search, int exitCode) {
        var sweep = search ? api.get("/v1/sweeps/" + Api.escape(id)) : api.job(id);
        if (reach.json) shell.out().println(Json.pretty(sweep));
        else shell.out().println(search ? SweepText.of(sweep) : JobText.line(sweep));
        return exitCode;
    }
}

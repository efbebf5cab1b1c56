package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Table;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The jobs that a command is about, by id or by what they have in common, and what is done to them. */
final class Meant {
    @Parameters(arity = "0..*", paramLabel = "ID", description = "Jobs. A sweep stands for all jobs below it.")
    private List<String> ids;

    @Option(names = "--match", paramLabel = "GLOB", description = "Jobs whose id matches, for example 'lr-*'.")
    private String match;

    @Option(names = "--state", paramLabel = "STATE", description = "Only jobs in this state.")
    private String state;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only train | evaluate | sweep.")
    private String kind;

    @Option(names = "--owner", paramLabel = "GLOB", description = "Only jobs of this owner.")
    private String owner;

    @Option(names = "--arch", paramLabel = "GLOB", description = "Only jobs of this network, for example 'deit_scm_*'.")
    private String arch;

    @Option(names = "--in-queue", paramLabel = "GLOB", description = "Only jobs of this queue.")
    private String queue;

    @Option(names = "--sweep", paramLabel = "GLOB", description = "Only jobs below such a sweep.")
    private String sweep;

    @Mixin
    private Reach reach;

    /**
     * Does it to each job.
     *
     * @param deed as in the path of the request
     */
    int each(String deed, ObjectNode body, Shell shell) {
        var select = new Tree(Json.object())
                .put("id", match)
                .put("state", state)
                .put("kind", kind)
                .put("owner", owner)
                .put("arch", arch)
                .put("queue", queue)
                .put("sweep", sweep)
                .root();
        body.put("by", Owner.of(shell.env()));
        if (ids != null && !select.isEmpty())
            throw new CommandFailed(Exit.USAGE, "give ids, or options that select jobs, not both");
        if (ids != null) return named(deed, body, shell);
        if (select.isEmpty())
            throw new CommandFailed(
                    Exit.USAGE, "say which jobs are meant: ids, or --match, --state, --owner, --arch, --sweep");
        body.set("select", select);
        return all(reach.api(shell).post("/v1/jobs/" + deed, body), shell);
    }

    private int named(String deed, ObjectNode body, Shell shell) {
        var api = reach.api(shell);
        for (var id : ids) {
            var job = api.post("/v1/jobs/" + Api.escape(id) + "/" + deed, body);
            shell.out().println(reach.json ? Json.pretty(job) : JobText.line(job));
        }
        return Exit.OK;
    }

    private int all(JsonNode answer, Shell shell) {
        var jobs = answer.path("jobs");
        boolean failed = false;
        for (var job : jobs) failed |= job.hasNonNull("error");
        if (reach.json) shell.out().println(Json.pretty(answer));
        else if (jobs.isEmpty()) shell.err().println("No such jobs to do that to.");
        else jobs.forEach(job -> shell.out().println(line(job)));
        return failed ? Exit.FAILED : Exit.OK;
    }

    private static String line(JsonNode job) {
        var text = job.path("id").asText() + "  " + job.path("state").asText();
        return Table.printable(
                job.hasNonNull("error") ? text + "  " + job.path("error").asText() : text);
    }
}

package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a job and, when asked, stays with it until it ends. */
final class Submission {
    @Mixin
    private Reach reach;

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "Whose job it is. Default: WSOL_OWNER, else the name of the user.")
    private String owner;

    @Option(names = "--follow", description = "Show progress until the job has ended; exit code 1 when it failed.")
    private boolean follow;

    @Option(names = "--dry-run", description = "Print what would be sent, and send nothing.")
    private boolean dryRun;

    Api api(Shell shell) {
        return reach.api(shell);
    }

    /** Whether only to print what would be sent. */
    boolean sendsNothing() {
        return dryRun;
    }

    int send(JsonNode spec, Shell shell) {
        if (spec instanceof ObjectNode job && !job.has("owner"))
            job.put("owner", owner == null ? Owner.of(shell.env()) : owner);
        if (dryRun) {
            shell.out().println(Json.pretty(spec));
            return Exit.OK;
        }
        var api = reach.api(shell);
        var job = api.submit(spec);
        if (!follow) return answer(job, shell);
        var id = job.path("id").asText();
        shell.err().println("job " + id + "; Ctrl-C stops watching, not the job");
        try (var following = new Follow(api, shell.display(), e -> {})) {
            job = following.untilEnded(id);
        }
        return answer(job, shell);
    }

    private int answer(JsonNode job, Shell shell) {
        shell.out().println(reach.json ? Json.pretty(job) : JobText.line(job));
        return JobText.exitCode(job);
    }
}

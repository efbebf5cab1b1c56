package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wsol workers}. */
@Command(
        name = "workers",
        description = "List workers and evaluators: what they do, which queues they serve, when they were heard of.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol workers", "  wsol workers --json"})
final class WorkersCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private Reach reach;

    WorkersCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var answer = reach.api(shell).get("/v1/workers");
        if (reach.json) shell.out().println(Json.pretty(answer));
        else if (answer.path("workers").isEmpty()) shell.err().println("No workers.");
        else shell.out().println(table(answer.path("workers"), Instant.now()));
        return Exit.OK;
    }

    static String table(JsonNode workers, Instant now) {
        var table = new Table("NAME", "KIND", "STATE", "QUEUES", "DEVICE", "JOB", "FOR", "HEARD");
        for (var w : workers) {
            var queues = new StringJoiner(",");
            w.path("queues").forEach(q -> queues.add(q.asText()));
            var job = w.path("job");
            var heard = age(w.path("lastHeard"), now);
            table.row(
                    w.path("name").asText(),
                    w.path("kind").asText(),
                    w.path("state").asText() + (w.path("draining").asBoolean() ? ", draining" : ""),
                    queues,
                    w.hasNonNull("device") ? w.path("device").asText() : null,
                    job.isObject()
                            ? job.path("id").asText() + " e"
                                    + job.path("leaseEpoch").asText()
                            : null,
                    age(job.path("since"), now),
                    heard == null ? null : heard + " ago");
        }
        return table.toString();
    }

    private static String age(JsonNode time, Instant now) {
        var at = Words.instant(time);
        return at == null ? null : Words.duration(at.isAfter(now) ? Duration.ZERO : Duration.between(at, now));
    }
}

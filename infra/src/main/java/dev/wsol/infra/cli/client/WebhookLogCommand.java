package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wsol webhook log}. */
@Command(name = "log", description = "The newest deliveries of a webhook, oldest first.")
final class WebhookLogCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "Webhook.")
    private String name;

    @Mixin
    private Reach reach;

    WebhookLogCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var answer = reach.api(shell).get("/v1/webhooks/" + Api.escape(name) + "/deliveries");
        if (reach.json) shell.out().println(Json.pretty(answer));
        else answer.path("deliveries").forEach(d -> shell.out().println(WebhookText.delivery(d)));
        return Exit.OK;
    }
}

package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wsol webhook list}. */
@Command(name = "list", description = "All webhooks, without their secrets.")
final class WebhookListCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private Reach reach;

    WebhookListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var answer = reach.api(shell).get("/v1/webhooks");
        if (reach.json) shell.out().println(Json.pretty(answer));
        else answer.path("webhooks").forEach(h -> shell.out().println(WebhookText.line(h)));
        return Exit.OK;
    }
}

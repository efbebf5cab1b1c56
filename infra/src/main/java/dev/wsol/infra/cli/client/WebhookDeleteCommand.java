package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wsol webhook delete}. */
@Command(name = "delete", description = "End a webhook; its secret is forgotten.")
final class WebhookDeleteCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "NAME", description = "Webhook.")
    private String name;

    @Mixin
    private Reach reach;

    WebhookDeleteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var answer = reach.api(shell).delete("/v1/webhooks/" + Api.escape(name));
        shell.out().println(reach.json ? Json.pretty(answer) : "deleted " + name);
        return Exit.OK;
    }
}

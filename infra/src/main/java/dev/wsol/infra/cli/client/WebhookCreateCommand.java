package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsol webhook create}. */
@Command(
        name = "create",
        description = "From now on, post these events to this address.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol webhook create --name chat --to https://example.org/wsol --events Scored,RegressionDetected"})
final class WebhookCreateCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Name of the webhook.")
    private String name;

    @Option(names = "--to", paramLabel = "URL", required = true, description = "Receiver, http or https.")
    private String to;

    @Option(
            names = "--events",
            paramLabel = "TYPE,...",
            split = ",",
            description = "Types of events (Scored,RegressionDetected,Finished,Failed,Cancelled).")
    private List<String> events;

    @Option(
            names = "--secret-env",
            paramLabel = "VAR",
            description =
                    "Variable of the environment that holds the secret, whsec_ and base64. Default: one is made up and"
                            + " printed once.")
    private String secretEnv;

    @Mixin
    private Reach reach;

    WebhookCreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var body = new Tree(Json.object())
                .put("name", name)
                .put("url", to)
                .put("events", events)
                .put("secret", secret());
        var hook = reach.api(shell).post("/v1/webhooks", body.root());
        if (reach.json) shell.out().println(Json.pretty(hook));
        else {
            shell.out().println(WebhookText.line(hook));
            if (hook.has("secret"))
                shell.out()
                        .println("secret, shown this once: "
                                + hook.path("secret").asText());
        }
        return Exit.OK;
    }

    private String secret() {
        if (secretEnv == null) return null;
        var secret = shell.env().get(secretEnv);
        if (secret == null || secret.isBlank())
            throw new CommandFailed(Exit.USAGE, "--secret-env: the environment has no " + secretEnv);
        return secret;
    }
}

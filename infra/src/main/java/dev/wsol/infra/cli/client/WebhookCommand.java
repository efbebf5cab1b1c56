package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code wsol webhook}: only a name over what can be done. */
@Command(name = "webhook", description = "Signed HTTP calls for those without Kafka.")
final class WebhookCommand {
    private WebhookCommand() {}

    /** The command with its own subcommands. */
    static CommandLine line(Shell shell) {
        return new CommandLine(new WebhookCommand())
                .addSubcommand(new WebhookCreateCommand(shell))
                .addSubcommand(new WebhookListCommand(shell))
                .addSubcommand(new WebhookLogCommand(shell))
                .addSubcommand(new WebhookDeleteCommand(shell));
    }
}

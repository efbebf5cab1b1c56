package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wsol dead-letters}: only a name over what can be done with them. */
@Command(
        name = "dead-letters",
        description = "Messages that nobody could read, and jobs that failed once too often.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol dead-letters list", "  wsol dead-letters show 0-12", "  wsol dead-letters requeue 0-12"})
public final class DeadLettersCommand {
    private static final String PATH = "/v1/dead-letters";

    private DeadLettersCommand() {}

    /** The command with its own subcommands. */
    public static CommandLine line(Shell shell) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new OfAll(shell))
                .addSubcommand(new OfOne(shell))
                .addSubcommand(new Again(shell));
    }

    @Command(name = "list", description = "List them, newest first.")
    private static final class OfAll implements Callable<Integer> {
        private final Shell shell;

        @Mixin
        private Reach reach;

        private OfAll(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            var answer = reach.api(shell).get(PATH);
            if (reach.json) shell.out().println(Json.pretty(answer));
            else if (answer.path("deadLetters").isEmpty()) shell.err().println("No dead letters.");
            else shell.out().println(table(answer.path("deadLetters")));
            return Exit.OK;
        }

        private static Table table(JsonNode letters) {
            var table = new Table("ID", "KIND", "KEY", "JOB NOW", "TOPIC", "REASON");
            for (var l : letters)
                table.row(
                        l.path("id").asText(),
                        l.path("kind").asText(),
                        l.path("key").asText(),
                        l.hasNonNull("jobState") ? l.path("jobState").asText() : null,
                        l.path("topic").asText(),
                        l.path("reason").asText());
            return table;
        }
    }

    @Command(name = "show", description = "Show one with its headers and its bytes (base64).")
    private static final class OfOne implements Callable<Integer> {
        private final Shell shell;

        @Parameters(paramLabel = "ID", description = "As the list names it.")
        private String id;

        @Mixin
        private Reach reach;

        private OfOne(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            var letter = reach.api(shell).get(PATH + "/" + Api.escape(id));
            if (reach.json) {
                shell.out().println(Json.pretty(letter));
                return Exit.OK;
            }
            for (var name : List.of("id", "at", "kind", "key", "jobState", "topic", "reason", "bytes", "value"))
                if (letter.hasNonNull(name))
                    shell.out()
                            .println(Table.printable(
                                    name + ": " + letter.path(name).asText()));
            letter.path("headers").properties().forEach(h -> shell.out()
                    .println(Table.printable(
                            "  " + h.getKey() + ": " + h.getValue().asText())));
            return Exit.OK;
        }
    }

    @Command(
            name = "requeue",
            description =
                    "Try again: a job is retried from its last checkpoint, a message goes to its topic as it came.")
    private static final class Again implements Callable<Integer> {
        private final Shell shell;

        @Parameters(arity = "1..*", paramLabel = "ID", description = "As the list names them.")
        private List<String> ids;

        @Mixin
        private Reach reach;

        private Again(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            for (var id : ids) {
                var letter = reach.api(shell).post(PATH + "/" + Api.escape(id) + "/requeue", Json.object());
                shell.out()
                        .println(
                                reach.json
                                        ? Json.pretty(letter)
                                        : Table.printable(letter.path("id").asText() + "  "
                                                + (letter.path("kind").asText().equals("job")
                                                        ? "job "
                                                                + letter.path("key")
                                                                        .asText() + " is tried again"
                                                        : "is on "
                                                                + letter.path("topic")
                                                                        .asText() + " again")));
            }
            return Exit.OK;
        }
    }
}

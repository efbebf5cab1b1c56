package dev.wsol.infra.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaveOrStopTest {
    private static final Terminal LIVE = new Terminal(true, true, true, false, 80);
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void without_a_terminal_it_is_told_how_to_stop_the_sweep() {
        try (var leaving = leaving(Terminal.PLAIN)) {
            leaving.interrupted();
        }

        assertThat(err.toString(UTF_8)).startsWith("sweep a goes on.").contains("wsol sweep stop a");
    }

    @Test
    void nobody_is_asked_about_a_sweep_that_has_ended_and_it_is_not_said_to_go_on() {
        for (var terminal : new Terminal[] {LIVE, Terminal.PLAIN})
            try (var leaving = leaving(terminal)) {
                leaving.ended();
                leaving.interrupted();
            }

        assertThat(err.toString(UTF_8)).isEmpty();
    }

    private LeaveOrStop leaving(Terminal terminal) {
        var shell = new Shell(System.out, new PrintStream(err, true, UTF_8), Map.of(), terminal);
        return new LeaveOrStop(new Api(URI.create("http://127.0.0.1:1")), "a", shell, shell.display());
    }
}

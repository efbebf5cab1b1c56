package dev.wsol.infra.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RehearseTest {
    @Test
    void the_whole_stack_lives_for_a_moment_and_leaves_nothing() throws IOException {
        var before = rehearsals();
        var err = new ByteArrayOutputStream();
        var print = new PrintStream(err, true, UTF_8);

        int exit = Wsol.run(new String[] {"rehearse"}, new Shell(print, print, Map.of(), Terminal.PLAIN));

        assertThat(exit).as(err.toString(UTF_8)).isZero();
        assertThat(rehearsals()).isEqualTo(before);
    }

    private static List<Path> rehearsals() throws IOException {
        try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(f -> f.getFileName().toString().startsWith("wsol-rehearsal-"))
                    .sorted()
                    .toList();
        }
    }
}

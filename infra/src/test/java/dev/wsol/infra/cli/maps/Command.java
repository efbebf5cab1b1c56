package dev.wsol.infra.cli.maps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;

/** The command run in this process, and what it wrote. */
record Command(int exit, String out, String err) {

    static Command run(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        var shell = new Shell(new PrintStream(out, true, StandardCharsets.UTF_8), errors, Map.of(), Terminal.PLAIN);
        int exit = new CommandLine(new ScoreMapsCommand(shell))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (!(e instanceof CommandFailed failed)) throw e;
                    errors.println(failed.getMessage());
                    return failed.exitCode();
                })
                .execute(args);
        return new Command(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() throws Exception {
        assertThat(exit).as(err).isZero();
        return Json.read(out);
    }
}

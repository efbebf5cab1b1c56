package dev.wsol.contract.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Style and compatibility of the .proto files, as {@code buf.yaml} asks for them. */
class BufTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path CHECKS = MODULE.resolve("src/test/contract");
    private static final Path BASELINE = CHECKS.resolve("baseline");

    private static NpmTools tools;

    @BeforeAll
    static void install() {
        tools = NpmTools.install(CHECKS, MODULE.resolve("target/contract-checks"));
    }

    @Test
    void names_are_as_readers_of_protobuf_expect_them() throws IOException {
        assertThat(buf(MODULE, "lint")).isEqualTo(new NpmTools.Said(0, ""));
    }

    @Test
    void nothing_that_the_baseline_promises_is_taken_back() throws IOException {
        assertThat(buf(MODULE, "breaking", "--against", BASELINE.toString())).isEqualTo(new NpmTools.Said(0, ""));
    }

    @Test
    void a_field_that_changes_its_type_would_be_found(@TempDir Path changed) throws IOException {
        var protos = changed.resolve("src/main/protobuf/wsol/v1");
        Files.createDirectories(protos);
        Files.copy(MODULE.resolve("buf.yaml"), changed.resolve("buf.yaml"));
        try (var files = Files.list(BASELINE.resolve("wsol/v1"))) {
            for (var file : files.toList()) Files.copy(file, protos.resolve(file.getFileName()));
        }
        var command = protos.resolve("command.proto");
        Files.writeString(command, Files.readString(command).replace("int64 at_ms = 3", "int32 at_ms = 3"));

        var said = buf(changed, "breaking", "--against", BASELINE.toString());

        assertThat(said.code()).isEqualTo(100);
        assertThat(said.text()).contains("changed type from \"int64\" to \"int32\"");
    }

    private static NpmTools.Said buf(Path where, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(tools.program("buf")));
        command.addAll(List.of(arguments));
        return NpmTools.run(where, 60, command);
    }
}

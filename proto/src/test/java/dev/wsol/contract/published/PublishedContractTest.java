package dev.wsol.contract.published;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The pages that other services read say what the .proto files say: every message, field and comment. With {@code
 * -Dwsol.write=true} they are written anew.
 */
class PublishedContractTest {
    private static final Path DOCS = Path.of("../docs");
    private static final String MARK = "<!-- From here on made from the .proto files by PublishedContractTest. -->\n";
    private static final String YAML_MARK = "# From here on made from the .proto files by PublishedContractTest.\n";
    private static final List<String> ROOTS =
            List.of("wsol.v1.EvaluationResult", "wsol.v1.JobEvent", "wsol.v1.Progress", "wsol.v1.Command");

    @Test
    void the_reference_page_is_the_contract() throws IOException {
        agrees(DOCS.resolve("messages.md"), MARK, MessagesPage.of(contract(), ROOTS));
    }

    @Test
    void the_asyncapi_document_is_the_contract() throws IOException {
        agrees(DOCS.resolve("asyncapi.yaml"), YAML_MARK, AsyncApi.of(contract(), ROOTS));
    }

    @Test
    void the_asyncapi_document_names_the_public_topics() throws IOException {
        assertThat(Files.readString(DOCS.resolve("asyncapi.yaml")))
                .contains("asyncapi: 3.0.0")
                .contains("address: " + Topics.RESULTS + "\n")
                .contains("address: " + Topics.EVENTS + "\n")
                .contains("address: " + Topics.PROGRESS + "\n")
                .contains("address: " + Topics.COMMANDS + "\n");
    }

    private static Contract contract() throws IOException {
        return Contract.read(Path.of("target/contract.binpb"));
    }

    private static void agrees(Path file, String mark, String made) throws IOException {
        var text = Files.readString(file);
        int at = text.indexOf(mark);
        assertThat(at).as("%s has its mark", file).isGreaterThan(0);
        var wanted = text.substring(0, at) + mark + made;
        if (Boolean.getBoolean("wsol.write")) Files.writeString(file, wanted);
        assertThat(Files.readString(file))
                .as("%s: write it anew with mvn -pl proto test -Dtest=PublishedContractTest -Dwsol.write=true", file)
                .isEqualTo(wanted);
    }
}

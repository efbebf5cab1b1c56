package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Protocol;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A protocol as people write it: a preset's name, or a YAML file of one's own. */
public final class ProtocolOption {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private ProtocolOption() {}

    /** @throws CommandFailed naming the file, with all mistakes in it at once */
    public static Protocol read(String nameOrFile) {
        try {
            return isFile(nameOrFile) ? file(Path.of(nameOrFile)).protocol() : Protocol.named(nameOrFile);
        } catch (BadSpec e) {
            throw new CommandFailed(Exit.USAGE, "protocol: " + e.reason(), e);
        }
    }

    /** What the HTTP interface takes for it. Names are checked there, files also here. */
    static JsonNode node(String nameOrFile, Path base) {
        return isFile(nameOrFile) ? file(base.resolve(nameOrFile)).tree() : TextNode.valueOf(nameOrFile);
    }

    /** The list with each file's content in the file's place; null stays null. */
    static JsonNode nodes(List<String> namesOrFiles) {
        if (namesOrFiles == null) return null;
        var out = Json.object().arrayNode();
        namesOrFiles.forEach(p -> out.add(node(p, Path.of(""))));
        return out;
    }

    /** Puts the content of the files named in {@code holder.protocols} in their place. */
    static void inline(JsonNode holder, Path base) {
        if (!(holder.path("protocols") instanceof ArrayNode protocols)) return;
        for (int at = 0; at < protocols.size(); at++)
            if (protocols.get(at).isTextual())
                protocols.set(at, node(protocols.get(at).asText(), base));
    }

    private record Read(ObjectNode tree, Protocol protocol) {}

    private static boolean isFile(String text) {
        return text.matches("(?i).*\\.(ya?ml|json)");
    }

    private static Read file(Path file) {
        var tree = RecipeFile.read(file, "protocol");
        try {
            return new Read(tree, Protocol.custom(JSON.convertValue(tree, FIELDS)));
        } catch (BadSpec e) {
            throw new CommandFailed(Exit.USAGE, "protocol " + file + ": " + e.reason(), e);
        }
    }
}

package dev.wsol.infra.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One checkpoint a trial: the one with the best Top-1 localization on the validation images, the earlier of equals. Choosing among epochs by
 * their test scores would be choosing on test. Protocols without validation show the last epoch.
 */
final class ChosenRows {
    private static final String CHOICE = "validationTop1Loc";

    private ChosenRows() {}

    /** The same boards with fewer rows, ranked anew. */
    static ArrayNode of(JsonNode boards) {
        var out = Json.object().putArray("boards");
        for (var board : boards) {
            ObjectNode copy = board.deepCopy();
            var rows = copy.putArray("rows");
            Map<String, JsonNode> chosen = new LinkedHashMap<>();
            for (var row : board.path("rows")) chosen.merge(row.path("trainJob").asText(), row, ChosenRows::better);
            for (var row : board.path("rows")) // in the order of the board
            if (chosen.containsValue(row)) rows.add(((ObjectNode) row.deepCopy()).put("rank", rows.size() + 1));
            out.add(copy);
        }
        return out;
    }

    private static JsonNode better(JsonNode a, JsonNode b) {
        int byValidation = Double.compare(choice(a), choice(b));
        if (byValidation != 0) return byValidation > 0 ? a : b;
        boolean scored = choice(a) >= 0;
        return (a.path("epoch").asInt() > b.path("epoch").asInt()) != scored ? a : b;
    }

    private static double choice(JsonNode row) {
        return row.path("metrics").path(CHOICE).asDouble(-1);
    }
}

package dev.wsol.infra.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import java.nio.file.Path;

/** The demo's result for programs. Percent are numbers from 0 to 100. */
final class DemoAnswer {
    private DemoAnswer() {}

    /** Rows in the order of the boards: best first within a protocol, {@code deployed} before the others. */
    static ObjectNode of(JsonNode boards, JsonNode untrained, Path out) {
        var answer = Json.object();
        var rows = answer.putArray("board");
        var baseline = answer.putObject("baseline");
        for (boolean deployed : new boolean[] {true, false}) {
            for (var board : boards) {
                if (deployed != board.path("protocol").asText().equals("deployed")) continue;
                board.path("rows").forEach(r -> rows.add(row(board, r)));
                board.path("baselines").properties().forEach(b -> baseline.putIfAbsent(b.getKey(), b.getValue()));
            }
        }
        baseline.set("untrained50", untrained);
        return answer.put("out", out.toString());
    }

    private static ObjectNode row(JsonNode board, JsonNode r) {
        var row = Json.object();
        row.put("job", r.path("trainJob").asText(r.path("job").asText()));
        for (var name : new String[] {"arch", "lr", "seed", "epoch"}) row.set(name, r.path(name));
        row.set("protocol", board.path("protocol"));
        row.set("split", board.path("split"));
        for (var name : new String[] {"metrics", "thresholds", "images", "checkpoint", "sha256"})
            row.set(name, r.path(name));
        return row;
    }
}

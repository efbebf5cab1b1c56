package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One result that may be set beside another.
 *
 * @param name what it is called in a table
 * @param canonical text of its protocol
 * @param numbers metrics in percent
 * @param counts images by kind of error
 */
record Scored(
        String name,
        String dataset,
        String datasetDigest,
        String protocol,
        String protocolDigest,
        String canonical,
        int images,
        Map<String, Double> numbers,
        Map<String, Double> counts) {
    private static final int DIGITS = 8;
    private static final long LIMIT = 256L << 20;

    /** All results in a result.json. */
    static List<Scored> ofFile(Path file) {
        var out = new ArrayList<Scored>();
        for (var r : read(file).path("results")) {
            var p = r.path("protocol");
            out.add(of(
                    file + " epoch " + r.path("checkpoint").path("epoch").asInt(),
                    r,
                    r,
                    p.path("name"),
                    p.path("digest"),
                    p.path("canonical")));
        }
        return out;
    }

    private static JsonNode read(Path file) {
        try {
            if (Files.size(file) > LIMIT) throw new CommandFailed(Exit.USAGE, file + " is too large for a result.json");
            return Json.read(Files.readString(file));
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, file + " cannot be read as a result.json: " + e.getMessage(), e);
        }
    }

    /** Of each board the result that the name means; of a job with several checkpoints the last epoch's. */
    static List<Scored> ofBoards(JsonNode answer, String name) {
        Map<String, JsonNode> last = new LinkedHashMap<>();
        Map<String, JsonNode> boards = new LinkedHashMap<>();
        for (var board : answer.path("boards"))
            for (var row : board.path("rows")) {
                if (!means(name, row)) continue;
                var key = board.path("datasetDigest").asText()
                        + board.path("protocolDigest").asText();
                boards.put(key, board);
                last.merge(
                        key,
                        row,
                        (a, b) -> b.path("epoch").asInt() > a.path("epoch").asInt() ? b : a);
            }
        var out = new ArrayList<Scored>();
        last.forEach((key, row) -> {
            var b = boards.get(key);
            var title = name + " epoch " + row.path("epoch").asInt();
            out.add(of(title, row, b, b.path("protocol"), b.path("protocolDigest"), b.path("canonical")));
        });
        return out;
    }

    private static boolean means(String name, JsonNode row) {
        return name.equals(row.path("job").asText())
                || name.equals(row.path("trainJob").asText())
                || name.equals(row.path("checkpoint").asText())
                || (name.length() >= DIGITS && row.path("sha256").asText().startsWith(name));
    }

    private static Scored of(
            String title, JsonNode row, JsonNode data, JsonNode name, JsonNode digest, JsonNode canonical) {
        return new Scored(
                title,
                data.path("dataset").asText(),
                data.path("datasetDigest").asText(),
                name.asText(),
                digest.asText(),
                canonical.asText(),
                row.path("images").asInt(),
                map(row.path("metrics")),
                map(row.path("counts")));
    }

    private static Map<String, Double> map(JsonNode node) {
        var out = new LinkedHashMap<String, Double>();
        node.properties().forEach(e -> {
            if (e.getValue().isNumber()) out.put(e.getKey(), e.getValue().asDouble());
        });
        return out;
    }

    boolean mayBeSetBeside(Scored other) {
        return datasetDigest.equals(other.datasetDigest) && protocolDigest.equals(other.protocolDigest);
    }
}

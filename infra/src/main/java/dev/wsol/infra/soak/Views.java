package dev.wsol.infra.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.wsol.coordinator.board.Board;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What the coordinators show, against what the events say. */
final class Views {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PAGE = 1_000;
    private static final long LOOK = Duration.ofMillis(200).toNanos();

    private final Client client;
    private final Audit audit;

    Views(Client client, Audit audit) {
        this.client = client;
        this.audit = audit;
    }

    List<String> compare(List<URI> doors) {
        var out = new ArrayList<String>();
        var expected = expected();
        for (var door : doors) {
            var shown = board(door, expected);
            if (shown.isEmpty()) out.add("the coordinator at " + door + " shows no board");
            else if (!shown.get().equals(expected))
                out.add("the board at " + door + " has " + shown.get().size() + " rows that differ from the "
                        + expected.size() + " of the replay");
        }
        return out;
    }

    /** Each row as one line: board, rank, job, checkpoint and number. */
    private List<String> expected() {
        var out = new ArrayList<String>();
        for (var board : Board.of(audit.results(), r -> true)) {
            var ranks = board.ranks();
            for (int at = 0; at < ranks.size(); at++) {
                var r = board.rows().get(at);
                out.add(r.datasetDigest() + " " + r.protocol().digest() + " " + ranks.get(at) + " " + r.job() + " "
                        + r.checkpoint().sha256() + " " + r.metrics().get(board.rankedBy()));
            }
        }
        return out;
    }

    /** A coordinator that has just started needs a moment. */
    private Optional<List<String>> board(URI door, List<String> expected) {
        long end = System.nanoTime() + LIMIT.toNanos();
        Optional<List<String>> shown = Optional.empty();
        while (System.nanoTime() - end < 0) {
            shown = client.get(door, "/v1/board?rows=" + PAGE).map(answer -> rows(door, answer));
            if (shown.filter(expected::equals).isPresent()) break;
            LockSupport.parkNanos(LOOK);
        }
        return shown;
    }

    private List<String> rows(URI door, JsonNode answer) {
        var out = new ArrayList<String>();
        for (var board : answer.path("boards")) {
            add(out, board);
            var path = "/v1/board?rows=" + PAGE + "&dataset="
                    + board.path("datasetDigest").asText() + "&protocol="
                    + board.path("protocolDigest").asText() + "&after=";
            for (var next = board.path("next").textValue(); next != null; ) {
                var more = client.get(door, path + next)
                        .map(a -> a.path("boards").path(0))
                        .orElse(MissingNode.getInstance());
                add(out, more);
                next = more.path("next").textValue();
            }
        }
        return out;
    }

    private static void add(List<String> out, JsonNode board) {
        for (var row : board.path("rows"))
            out.add(board.path("datasetDigest").asText() + " "
                    + board.path("protocolDigest").asText() + " "
                    + row.path("rank").asInt() + " " + row.path("job").asText() + " "
                    + row.path("sha256").asText() + " "
                    + row.path("metrics").path(board.path("rankedBy").asText()).asDouble());
    }
}

package dev.wsol.coordinator.http;

import dev.wsol.coordinator.board.BoardPage;
import dev.wsol.coordinator.board.JobView;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Results side by side, never across protocols or data: each group is ranked in itself. */
final class BoardRoute {
    /** Fewer digits of a digest could as well be a name. */
    private static final int DIGITS = 6;

    private final JobView view;
    private final BoardBodies bodies = new BoardBodies();

    BoardRoute(JobView view) {
        this.view = view;
    }

    void show(RoutingContext ctx) {
        var dataset = ctx.queryParams().get("dataset");
        var protocol = ctx.queryParams().get("protocol");
        var part = new BoardPage.Part(
                Optional.ofNullable(ctx.queryParams().get("sweep")),
                Optional.ofNullable(ctx.queryParams().get("after")),
                Limit.of(ctx, "rows", BoardPage.Part.USUAL),
                history(ctx.queryParams().get("history")));
        var boards = view.boards(
                r -> isCalled(dataset, r.dataset(), r.datasetDigest())
                        && isCalled(protocol, r.protocol().name(), r.protocol().digest()),
                part);
        if (part.after().isPresent() && boards.size() > 1)
            throw HttpFailure.invalid("after", "goes on in one board: name its 'dataset' and 'protocol' too");
        Answer.json(ctx, body(boards, part));
    }

    private static boolean history(String wish) {
        if (wish == null || wish.equals("false")) return false;
        if (wish.equals("true")) return true;
        throw HttpFailure.invalid("history", "expected true or false, found '" + wish + "'");
    }

    private List<Buffer> body(List<BoardPage> boards, BoardPage.Part part) {
        var out = new ArrayList<Buffer>();
        out.add(Buffer.buffer("{\"boards\":["));
        for (int at = 0; at < boards.size(); at++) {
            if (at > 0) out.add(Buffer.buffer(","));
            out.add(bodies.of(boards.get(at), part));
        }
        var note = boards.size() > 1 ? ",\"note\":" + Values.text(note(boards)) : "";
        out.add(Buffer.buffer("]" + note + "}"));
        return out;
    }

    private static boolean isCalled(String wanted, String name, String digest) {
        return wanted == null
                || wanted.equals(name)
                || (wanted.length() >= DIGITS && digest.startsWith(wanted.toLowerCase(Locale.ROOT)));
    }

    private static String note(List<BoardPage> boards) {
        return "These are " + boards.size() + " groups of results. Numbers of different protocols or data are not"
                + " comparable, so each group is ranked in itself and none against another. Pick one by name or by the"
                + " first digits of its digest, with 'protocol' and 'dataset'.";
    }
}

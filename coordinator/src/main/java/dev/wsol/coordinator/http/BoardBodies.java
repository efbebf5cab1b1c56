package dev.wsol.coordinator.http;

import dev.wsol.coordinator.board.BoardPage;
import io.vertx.core.buffer.Buffer;
import java.util.IdentityHashMap;

/** The boards' texts. That of a page which many ask for is made once: such a page is the same object until its board changes. */
final class BoardBodies {
    /** Enough for the usual pages of hundreds of boards; each is some ten kilobytes. */
    private static final int MOST = 256;

    private final IdentityHashMap<BoardPage, Buffer> ready = new IdentityHashMap<>();

    /** The board's JSON, not to be changed. */
    Buffer of(BoardPage page, BoardPage.Part part) {
        if (!part.isUsual()) return make(page, part);
        synchronized (ready) {
            if (ready.size() >= MOST && !ready.containsKey(page)) ready.clear();
            return ready.computeIfAbsent(page, p -> make(p, part));
        }
    }

    private static Buffer make(BoardPage page, BoardPage.Part part) {
        return Buffer.buffer(BoardJson.board(page, part.history()).toString());
    }
}

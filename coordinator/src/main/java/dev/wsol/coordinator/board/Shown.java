package dev.wsol.coordinator.board;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Pages of one board that many ask for, until the board changes. Not for several threads. */
final class Shown {
    /** So many different pages are remembered; of each board, so they must be few. */
    private static final int MOST = 4;

    private final Map<BoardPage.Part, BoardPage> pages = new HashMap<>();

    void forget() {
        pages.clear();
    }

    /** The remembered page, or else a new one. */
    BoardPage page(BoardPage.Part part, Function<BoardPage.Part, BoardPage> make) {
        if (!part.isUsual()) return make.apply(part);
        if (pages.size() >= MOST && !pages.containsKey(part)) pages.clear();
        return pages.computeIfAbsent(part, make);
    }
}

package dev.wsol.coordinator.board;

import dev.wsol.contract.JobEvent;
import java.util.List;

/** What somebody knows from all events so far, in their order. Called on the feed's thread; must not block. */
public interface Memory {
    /** The next event. */
    void hear(JobEvent event);

    /** Everything known, in values that do not change any more and that can be stored. */
    List<Object> keep();

    /** What all memories gave, to a new one: it takes what is its own and knows now what it knew then. */
    void recall(List<Object> kept);
}

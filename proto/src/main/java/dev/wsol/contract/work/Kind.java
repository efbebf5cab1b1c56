package dev.wsol.contract.work;

import dev.wsol.contract.wire.Topics;
import java.util.Locale;

/** The kinds of queued jobs; each has queues and groups of its own. */
public enum Kind {
    TRAIN,
    EVALUATE;

    /** Topic of a queue of this kind. */
    public String topic(String queue) {
        return this == TRAIN ? Topics.trainQueue(queue) : Topics.evaluateQueue(queue);
    }

    /** Group in which all workers share one queue. */
    String group(String queue) {
        return "wsol-" + name().toLowerCase(Locale.ROOT) + "-" + queue;
    }
}

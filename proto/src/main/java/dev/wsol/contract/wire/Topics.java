package dev.wsol.contract.wire;

import java.util.Map;

/** Names of the topics and what they need. Keys are job ids, but for {@link #RESULTS}. */
public final class Topics {
    /** What people ask. One partition: a total order. */
    public static final String COMMANDS = "wsol.commands";
    /** What workers say. One partition: a total order. */
    public static final String REPORTS = "wsol.reports";
    /** Training metrics by the step; short retention. */
    public static final String PROGRESS = "wsol.progress";
    /** What the coordinator decided: the public, replayable history. */
    public static final String EVENTS = "wsol.events";
    /** Latest result of each (checkpoint, protocol); compacted. */
    public static final String RESULTS = "wsol.results";
    /** Messages nobody could read or run, with the reason in the header {@value #REASON_HEADER}. */
    public static final String DEAD_LETTERS = "wsol.dead-letters";

    /**
     * Of an event: what the coordinator had read when it decided it, {@code <topic>@<offset>}, or {@code time} when a
     * deadline had passed. With it and the event's own time every decision can be made again.
     */
    public static final String INPUT_HEADER = "wsol_input";

    /** Where events are posted to, with secrets: for coordinators alone; compacted. */
    public static final String WEBHOOKS = "wsol.webhooks";
    /** Each attempt to post an event. */
    public static final String WEBHOOK_LOG = "wsol.webhook-log";

    public static final String REASON_HEADER = "wsol_reason";
    public static final String SOURCE_TOPIC_HEADER = "wsol_topic";

    private static final String TRAIN_QUEUE = "wsol.queue.train.";
    private static final String EVALUATE_QUEUE = "wsol.queue.evaluate.";

    /** Settings of every fixed topic; queue topics are made with {@link #queueSettings}. */
    public static final Map<String, Map<String, String>> SETTINGS = Map.of(
            COMMANDS, Map.of("retention.ms", "-1"),
            REPORTS, Map.of("retention.ms", "604800000"),
            PROGRESS, Map.of("retention.ms", "86400000"),
            EVENTS, Map.of("retention.ms", "-1"),
            RESULTS, Map.of("cleanup.policy", "compact"),
            DEAD_LETTERS, Map.of("retention.ms", "-1"),
            WEBHOOKS, Map.of("cleanup.policy", "compact"),
            WEBHOOK_LOG, Map.of("retention.ms", "604800000"));

    private Topics() {}

    /** Jobs waiting for a trainer. */
    public static String trainQueue(String queue) {
        return TRAIN_QUEUE + queue;
    }

    /** Jobs waiting for an evaluator. */
    public static String evaluateQueue(String queue) {
        return EVALUATE_QUEUE + queue;
    }

    public static Map<String, String> queueSettings() {
        return Map.of("retention.ms", "-1");
    }
}

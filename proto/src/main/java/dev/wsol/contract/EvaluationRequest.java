package dev.wsol.contract;

import java.util.List;

/**
 * What to evaluate without anyone asking again.
 *
 * @param when which checkpoints
 * @param protocols each a preset's name or {@link Protocol#text()}; at least one unless {@code NEVER}
 * @param overlays overlay pictures to draw per split, 0 for none
 * @param draw the official tool's pictures
 * @param queue queue of the evaluate jobs
 */
public record EvaluationRequest(When when, List<String> protocols, int overlays, Drawing draw, String queue) {
    /** Which checkpoints are evaluated. */
    public enum When {
        NEVER,
        LAST_CHECKPOINT,
        EACH_CHECKPOINT
    }

    public static final EvaluationRequest DEFAULT =
            new EvaluationRequest(When.LAST_CHECKPOINT, List.of("deployed"), 12, "default");

    public EvaluationRequest {
        protocols = List.copyOf(protocols);
        if (when != When.NEVER) Need.some("protocols", protocols);
        Protocol.all(protocols);
        Need.atLeast("overlays", overlays, 0);
        Need.queue("queue", queue);
    }

    /** Without the official tool's pictures. */
    public EvaluationRequest(When when, List<String> protocols, int overlays, String queue) {
        this(when, protocols, overlays, Drawing.NONE, queue);
    }
}

package dev.wsol.coordinator.http;

import dev.wsol.contract.JobEvent;
import dev.wsol.coordinator.board.JobView;

/** Events as they are posted to webhooks: as on {@code /v1/events}, with their id. */
public final class EventBodies {
    private EventBodies() {}

    /** @param id {@code 0-<offset>} */
    public static String json(String id, JobEvent event, JobView view) {
        return EventJson.write(event, view).put("id", id).toString();
    }
}

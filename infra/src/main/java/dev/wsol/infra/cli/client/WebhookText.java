package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Table;
import java.util.StringJoiner;

/** Webhooks and their deliveries as text. */
final class WebhookText {
    private WebhookText() {}

    static String line(JsonNode hook) {
        var events = new StringJoiner(",");
        hook.path("events").forEach(e -> events.add(e.asText()));
        return Table.printable(
                hook.path("name").asText() + "  " + hook.path("url").asText() + "  " + events);
    }

    static String delivery(JsonNode d) {
        int status = d.path("status").asInt();
        return Table.printable(d.path("at").asText() + "  " + d.path("event").asText() + "  "
                + d.path("type").asText()
                + "  attempt " + d.path("attempt").asInt() + "  " + (status == 0 ? "-" : String.valueOf(status)) + "  "
                + d.path("millis").asLong() + " ms  " + d.path("outcome").asText() + "  "
                + d.path("error").asText());
    }
}

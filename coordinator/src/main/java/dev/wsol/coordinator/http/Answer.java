package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Sending what is known. */
final class Answer {
    private Answer() {}

    static void json(RoutingContext ctx, int status, JsonNode body) {
        send(ctx, status, "application/json", Buffer.buffer(body.toString()));
    }

    static void send(RoutingContext ctx, int status, String type, Buffer body) {
        if (ctx.response().ended() || ctx.response().closed()) return;
        var unused = ctx.response()
                .setStatusCode(status)
                .putHeader("content-type", type)
                .putHeader("x-content-type-options", "nosniff")
                .end(body);
    }
}

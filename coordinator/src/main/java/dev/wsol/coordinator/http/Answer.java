package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Sending what is known. */
final class Answer {
    private Answer() {}

    static void json(RoutingContext ctx, int status, JsonNode body) {
        send(ctx, status, "application/json", Buffer.buffer(body.toString()));
    }

    /** One text in several pieces, which are sent as they are: put together, a large one would be copied more than once. */
    static void json(RoutingContext ctx, List<Buffer> pieces) {
        var response = ctx.response();
        if (response.ended() || response.closed()) return;
        long length = pieces.stream().mapToLong(Buffer::length).sum();
        head(response, 200, "application/json").putHeader("content-length", Long.toString(length));
        pieces.forEach(response::write);
        var unused = response.end();
    }

    static void send(RoutingContext ctx, int status, String type, Buffer body) {
        if (ctx.response().ended() || ctx.response().closed()) return;
        var unused = head(ctx.response(), status, type).end(body);
    }

    private static HttpServerResponse head(HttpServerResponse response, int status, String type) {
        return response.setStatusCode(status)
                .putHeader("content-type", type)
                .putHeader("x-content-type-options", "nosniff");
    }
}

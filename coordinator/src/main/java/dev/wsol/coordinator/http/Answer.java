package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
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
        head(response, 200, "application/json", length);
        if (!asksForHead(ctx)) pieces.forEach(response::write);
        var unused = response.end();
    }

    static void send(RoutingContext ctx, int status, String type, Buffer body) {
        if (ctx.response().ended() || ctx.response().closed()) return;
        var response = head(ctx.response(), status, type, body.length());
        var unused = asksForHead(ctx) ? response.end() : response.end(body);
    }

    /** Over HTTP/2 the server would send the body all the same, and over HTTP/1.1 leave the length out. */
    static boolean asksForHead(RoutingContext ctx) {
        return ctx.request().method().equals(HttpMethod.HEAD);
    }

    private static HttpServerResponse head(HttpServerResponse response, int status, String type, long length) {
        return response.setStatusCode(status)
                .putHeader("content-length", Long.toString(length))
                .putHeader("content-type", type)
                .putHeader("x-content-type-options", "nosniff");
    }
}

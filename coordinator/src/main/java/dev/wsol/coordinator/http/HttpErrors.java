package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one exit of everything that goes wrong. What happened inside is logged, never sent. */
final class HttpErrors {
    private static final Logger LOG = LoggerFactory.getLogger(HttpErrors.class);

    private HttpErrors() {}

    /** @param known whether all that there is has been read; else nobody knows what there is not */
    static void answer(RoutingContext ctx, boolean known) {
        if (!known && ctx.failure() instanceof HttpFailure e && e.status() == 404)
            send(
                    ctx,
                    503,
                    "",
                    e.getMessage() + ", as far as the coordinator has read, which has just started: try again");
        else answer(ctx);
    }

    static void answer(RoutingContext ctx) {
        var error = ctx.failure();
        if (error instanceof BadSpec e) send(ctx, 400, e.field(), e.reason());
        else if (error instanceof HttpFailure e) send(ctx, e.status(), e.field(), e.getMessage());
        else if (error instanceof HttpException e) send(ctx, e.getStatusCode(), "", plain(e.getStatusCode()));
        else if (error == null) send(ctx, status(ctx), "", plain(status(ctx)));
        else {
            LOG.error("{} {} failed.", ctx.request().method(), ctx.request().path(), error);
            send(ctx, 500, "", "an internal error; the log of the coordinator has the reason");
        }
    }

    /** The router knows no status for an address that it cannot take apart. */
    private static int status(RoutingContext ctx) {
        return ctx.statusCode() > 0 ? ctx.statusCode() : 400;
    }

    private static void send(RoutingContext ctx, int status, String field, String message) {
        if (ctx.response().ended()) return;
        if (ctx.response().headWritten()) {
            ctx.response().end();
            return;
        }
        var error = Values.object().put("code", code(status));
        if (!field.isEmpty()) error.put("field", field);
        error.put("message", message);
        var body = Values.object();
        body.set("error", error);
        Answer.json(ctx, status, body);
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "not_found";
            case 409 -> "conflict";
            case 503 -> "unavailable";
            default -> status >= 500 ? "internal" : "invalid";
        };
    }

    private static String plain(int status) {
        return switch (status) {
            case 400 -> "the address cannot be read: after % come two hexadecimal digits";
            case 404 -> "there is nothing here; GET /openapi.yaml says what there is";
            case 405 -> "not with this method; the header Allow says with which";
            case 413 -> "the body is larger than " + HttpDoor.BODY_LIMIT + " bytes";
            default -> "HTTP status " + status;
        };
    }
}

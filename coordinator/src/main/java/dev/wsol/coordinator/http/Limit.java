package dev.wsol.coordinator.http;

import io.vertx.ext.web.RoutingContext;

/** How much of a long list is answered at once. */
final class Limit {
    /** More would hold up everybody else; whoever wants more asks for the next page. */
    static final int MOST = 1_000;

    private Limit() {}

    /** The wish of this name, or else the usual; {@link #MOST} when more is wished. */
    static int of(RoutingContext ctx, String name, int usual) {
        var text = ctx.queryParams().get(name);
        if (text == null) return usual;
        try {
            int n = Integer.parseInt(text);
            if (n >= 1) return Math.min(n, MOST);
        } catch (NumberFormatException e) {
            throw HttpFailure.invalid(name, "expected a whole number, found '" + text + "'");
        }
        throw HttpFailure.invalid(name, "must be at least 1, not " + text);
    }
}

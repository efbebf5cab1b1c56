package dev.wsol.coordinator.http;

import io.vertx.ext.web.RoutingContext;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Where a page of a long list begins: what the page before said as its {@code next}. */
final class Cursor {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private Cursor() {}

    /** Empty for the first page. */
    static OptionalLong of(RoutingContext ctx) {
        var text = ctx.queryParams().get("cursor");
        if (text == null || text.isEmpty()) return OptionalLong.empty();
        if (NUMBER.matcher(text).matches()) return OptionalLong.of(Long.parseLong(text));
        throw unknown(text);
    }

    static HttpFailure unknown(String text) {
        return HttpFailure.invalid("cursor", "'" + text + "' is no 'next' of another page");
    }
}

package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.Nearest;
import dev.wsol.contract.Webhook;
import dev.wsol.contract.WebhookAttempt;
import dev.wsol.coordinator.board.Feed;
import dev.wsol.coordinator.webhook.Signature;
import dev.wsol.coordinator.webhook.Webhooks;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Webhooks. A secret is told once, when it was made up here, and never again. */
final class WebhookRoutes {
    private static final List<String> TYPES = Arrays.stream(JobEvent.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .sorted()
            .toList();
    private static final List<String> USUAL =
            List.of("Scored", "RegressionDetected", "Finished", "Failed", "Cancelled");
    private static final int SECONDS = 10;

    private final Webhooks webhooks;
    private final Feed feed;

    WebhookRoutes(Webhooks webhooks, Feed feed) {
        this.webhooks = webhooks;
        this.feed = feed;
    }

    void create(RoutingContext ctx) {
        if (!feed.caughtUp()) throw starting(); // where the history ends is not known yet
        read();
        if (ctx.body().buffer() == null) throw new BadSpec("", "expected a JSON object, found nothing");
        var made = Signature.newSecret();
        var node = SpecReader.parse(ctx.body().buffer().getBytes());
        var hook = Fields.read(
                node,
                f -> new Webhook(
                        f.only("name", "url", "events", "secret").text("name"),
                        receiver(f.text("url")),
                        f.texts("events", USUAL).stream()
                                .map(WebhookRoutes::type)
                                .distinct()
                                .toList(),
                        f.has("secret") ? Signature.secret(f.text("secret")) : made,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        feed.head()));
        if (webhooks.get(hook.name()).isPresent())
            throw HttpFailure.conflict("there is a webhook '" + hook.name() + "'; delete it first");
        if (webhooks.all().size() >= Webhooks.MOST)
            throw HttpFailure.conflict("there are " + Webhooks.MOST + " webhooks already");
        var out = json(hook);
        if (node.path("secret").isMissingNode()) out.put("secret", Signature.text(made));
        when(ctx, () -> webhooks.put(hook), () -> Answer.json(ctx, 201, out));
    }

    /** Only here, and not where kept webhooks are read: a call to such a port fails before it is made. */
    private static URI receiver(String text) {
        var url = Webhook.receiver(text);
        if (url.getPort() == 0 || url.getPort() > 65_535)
            throw new BadSpec("url", "must have a port from 1 to 65535, not " + url.getPort());
        return url;
    }

    void list(RoutingContext ctx) {
        read();
        var out = Values.object();
        var list = out.putArray("webhooks");
        webhooks.all().forEach(h -> list.add(json(h)));
        Answer.json(ctx, 200, out);
    }

    void deliveries(RoutingContext ctx) {
        var out = Values.object();
        var list = out.putArray("deliveries");
        webhooks.log(known(ctx)).forEach(a -> list.add(json(a)));
        Answer.json(ctx, 200, out);
    }

    void delete(RoutingContext ctx) {
        var name = known(ctx);
        when(
                ctx,
                () -> webhooks.delete(name),
                () -> Answer.json(ctx, 200, Values.object().put("name", name).put("deleted", true)));
    }

    /** A moment after the start a webhook may be there that is not known. */
    private void read() {
        if (!webhooks.caughtUp()) throw starting();
    }

    private static HttpFailure starting() {
        return HttpFailure.unavailable(
                "the coordinator has just started and does not know all webhooks and events yet");
    }

    private String known(RoutingContext ctx) {
        read();
        var name = ctx.pathParam("name");
        return webhooks.get(name)
                .orElseThrow(() -> HttpFailure.notFound("there is no webhook '" + name + "'"))
                .name();
    }

    private static String type(String text) {
        if (TYPES.contains(text)) return text;
        throw new BadSpec("events", "there is no event '" + text + "'" + Nearest.known(text, TYPES));
    }

    /** A producer may block while it looks for the broker: never on the event loop. */
    private static void when(RoutingContext ctx, Supplier<CompletableFuture<Void>> step, Runnable then) {
        ctx.vertx()
                .executeBlocking(() -> step.get().get(SECONDS, TimeUnit.SECONDS), false)
                .onSuccess(done -> then.run())
                .onFailure(e -> ctx.fail(HttpFailure.unavailable("Kafka did not take the request: " + e.getMessage())));
    }

    private static ObjectNode json(Webhook h) {
        var out = Values.object().put("name", h.name()).put("url", h.url().toString());
        h.events().forEach(out.putArray("events")::add);
        return out.put("createdAt", h.createdAt().toString());
    }

    private static ObjectNode json(WebhookAttempt a) {
        var out = Values.object()
                .put("at", a.at().toString())
                .put("event", a.event())
                .put("type", a.type())
                .put("attempt", a.attempt())
                .put("millis", a.millis());
        if (a.status() == 0) out.putNull("status");
        else out.put("status", a.status());
        return out.put("error", a.error()).put("outcome", a.outcome().name().toLowerCase(Locale.ROOT));
    }
}

package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobId;
import dev.wsol.coordinator.board.DeadLetters;
import dev.wsol.coordinator.board.DeadLetters.Letter;
import dev.wsol.coordinator.board.JobView;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Dead letters: what there is, and another try. */
final class LetterRoutes {
    private static final int MOST = 1000;
    private static final Pattern ID = Pattern.compile("(?:0-)?([0-9]{1,18})");
    private static final Pattern OURS =
            Pattern.compile("wsol\\.(commands|reports|queue\\.(train|evaluate)\\.[a-z0-9-]+)");

    private final JobView view;
    private final DeadLetters letters;
    private final Republish republish;
    private final Asking asking;

    LetterRoutes(JobView view, DeadLetters letters, Republish republish, Asking asking) {
        this.view = view;
        this.letters = letters;
        this.republish = republish;
        this.asking = asking;
    }

    void list(RoutingContext ctx) {
        ctx.vertx()
                .executeBlocking(() -> letters.newest(MOST), false)
                .onSuccess(all -> {
                    var out = Values.object();
                    var list = out.putArray("deadLetters");
                    all.forEach(l -> list.add(brief(l)));
                    Answer.json(ctx, 200, out);
                })
                .onFailure(ctx::fail);
    }

    void show(RoutingContext ctx) {
        find(ctx).onSuccess(l -> Answer.json(ctx, 200, full(l))).onFailure(ctx::fail);
    }

    /** A job is retried, a message is put on its topic again as it came. The letter stays, as a record. */
    void requeue(RoutingContext ctx) {
        find(ctx)
                .onSuccess(l -> {
                    if (l.isJob()) retry(ctx, l);
                    else publish(ctx, l);
                })
                .onFailure(ctx::fail);
    }

    private void retry(RoutingContext ctx, Letter letter) {
        var id = job(letter);
        if (id.isEmpty()) {
            ctx.fail(HttpFailure.conflict("there is no job '" + letter.key() + "' any more"));
            return;
        }
        var command = new Command.Retry(UUID.randomUUID().toString(), id.get(), Instant.now(), "");
        asking.ask(ctx, command, e -> {
            if (e instanceof JobEvent.Refused r && r.code() != RefusedCode.NOTHING_TO_DO) throw Asking.refusal(r);
            Answer.json(ctx, e instanceof JobEvent.Refused ? 200 : 202, brief(letter));
        });
    }

    private void publish(RoutingContext ctx, Letter letter) {
        if (!OURS.matcher(letter.topic()).matches()) {
            ctx.fail(HttpFailure.conflict("nothing is put on topic '" + letter.topic() + "' from here"));
            return;
        }
        if (letter.value().length == 0) {
            ctx.fail(HttpFailure.conflict("the letter has no value to put on its topic (" + letter.reason() + ")"));
            return;
        }
        Future.fromCompletionStage(
                        republish.again(letter.topic(), letter.key(), letter.value(), letter.original()),
                        ctx.vertx().getOrCreateContext())
                .onSuccess(done -> Answer.json(ctx, 202, brief(letter)))
                .onFailure(e -> ctx.fail(HttpFailure.unavailable("Kafka did not take the message: " + e.getMessage())));
    }

    private Future<Letter> find(RoutingContext ctx) {
        var text = ctx.pathParam("id");
        var m = ID.matcher(text);
        if (!m.matches()) return Future.failedFuture(HttpFailure.notFound("there is no dead letter '" + text + "'"));
        return ctx.vertx()
                .executeBlocking(() -> letters.get(Long.parseLong(m.group(1))), false)
                .map(found -> found.orElseThrow(() -> HttpFailure.notFound("there is no dead letter '" + text + "'")));
    }

    private Optional<JobId> job(Letter letter) {
        try {
            return view.get(new JobId(letter.key())).map(c -> c.id());
        } catch (BadSpec noId) {
            return Optional.empty();
        }
    }

    private ObjectNode brief(Letter l) {
        return Values.object()
                .put("id", "0-" + l.offset())
                .put("at", l.at().toString())
                .put("kind", l.isJob() ? "job" : "message")
                .put("key", l.key())
                .put("topic", l.topic())
                .put("reason", l.reason())
                .put("bytes", l.value().length)
                .put(
                        "jobState",
                        job(l).flatMap(view::get)
                                .map(c -> Values.state(c.job().state()))
                                .orElse(null));
    }

    private ObjectNode full(Letter l) {
        var out = brief(l);
        var headers = out.putObject("headers");
        l.headers().forEach((name, value) -> headers.put(name, new String(value, StandardCharsets.UTF_8)));
        return out.put("value", l.value());
    }
}

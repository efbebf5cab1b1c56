package dev.wsol.coordinator.http;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.coordinator.board.Feed;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Sending a command and waiting for the event that answers it. */
final class Asking {
    /** Longer than a command may be on its way while Kafka replaces a leader, shorter than clients wait (30 s). */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Feed feed;
    private final Commands commands;

    Asking(Feed feed, Commands commands) {
        this.feed = feed;
        this.commands = commands;
    }

    /** Sends the command and hands on the first wanted event of its job. */
    void ask(RoutingContext ctx, Command command, Predicate<JobEvent> wanted, Handler<JobEvent> then) {
        var context = ctx.vertx().getOrCreateContext();
        Future.fromCompletionStage(sent(command, wanted), context)
                .onSuccess(e -> attempt(ctx, () -> then.handle(e)))
                .onFailure(e -> ctx.fail(
                        e instanceof TimeoutException
                                ? HttpFailure.unavailable("no answer within " + PATIENCE.toSeconds()
                                        + " s; the request may still be carried out: GET "
                                        + ctx.request().path())
                                : e));
    }

    /** The same, with any event that the command has caused. */
    void ask(RoutingContext ctx, Command command, Handler<JobEvent> then) {
        ask(ctx, command, e -> Cause.isOf(command, e), then);
    }

    /** The first event of its job that the command has caused. Fails when there is none in time. */
    Future<JobEvent> ask(RoutingContext ctx, Command command) {
        return Future.fromCompletionStage(
                sent(command, e -> Cause.isOf(command, e)), ctx.vertx().getOrCreateContext());
    }

    private CompletableFuture<JobEvent> sent(Command command, Predicate<JobEvent> wanted) {
        var answer = feed.next(command.job(), wanted).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        var unused = commands.send(command).whenComplete((sent, e) -> {
            if (e != null)
                answer.completeExceptionally(HttpFailure.unavailable("Kafka did not take the request: " + root(e)));
        });
        return answer;
    }

    /** What the coordinator's no is in HTTP. */
    static HttpFailure refusal(JobEvent.Refused r) {
        return switch (r.code()) {
            case NO_SUCH_JOB -> HttpFailure.notFound(r.reason());
            case CONFLICT, NOTHING_TO_DO -> HttpFailure.conflict(r.reason());
            case INVALID -> {
                int colon = r.reason().indexOf(": ");
                yield colon < 0
                        ? HttpFailure.invalid("", r.reason())
                        : HttpFailure.invalid(
                                r.reason().substring(0, colon).toLowerCase(Locale.ROOT),
                                r.reason().substring(colon + 2));
            }
        };
    }

    private static void attempt(RoutingContext ctx, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            ctx.fail(e);
        }
    }

    private static String root(Throwable e) {
        var at = e;
        while (at.getCause() != null) at = at.getCause();
        return String.valueOf(at.getMessage());
    }
}

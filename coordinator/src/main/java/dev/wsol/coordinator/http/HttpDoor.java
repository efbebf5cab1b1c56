package dev.wsol.coordinator.http;

import dev.wsol.coordinator.board.BenchmarkView;
import dev.wsol.coordinator.board.DeadLetters;
import dev.wsol.coordinator.board.EventLog;
import dev.wsol.coordinator.board.Feed;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.board.Workers;
import dev.wsol.coordinator.webhook.Webhooks;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The list of routes, and the server behind it. */
public final class HttpDoor implements AutoCloseable {
    /** JSON is wordier than the command that it becomes, of which the job book takes 400,000 bytes. */
    static final long BODY_LIMIT = 800_000;

    private static final int SECONDS = 10;

    private final HttpServer server;
    private final String host;

    private HttpDoor(HttpServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /**
     * Opens the port; 0 for any free one.
     *
     * @param health may block for some seconds
     * @throws HttpException if the port cannot be had
     */
    public static HttpDoor open(
            Vertx vertx,
            String host,
            int port,
            JobView view,
            BenchmarkView benchmarkView,
            Workers workers,
            Webhooks webhooks,
            Feed feed,
            EventLog log,
            Commands commands,
            DeadLetters deadLetters,
            Republish republish,
            Supplier<Health> health,
            Metrics metrics) {
        var jobs = new JobRoutes(view, feed, commands);
        var router = Router.router(vertx);
        router.route().failureHandler(ctx -> HttpErrors.answer(ctx, feed.caughtUp()));
        router.route().handler(metrics::time).handler(HttpDoor::sameSite);
        router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT));
        var api = OpenApi.read();
        var routes = new Routes(router, api);
        routes.post("/v1/jobs", jobs::submit);
        routes.get("/v1/jobs", jobs::list);
        routes.get("/v1/jobs/:id", jobs::show);
        routes.delete("/v1/jobs/:id", jobs::cancel);
        routes.post("/v1/jobs/:id/cancel", jobs::cancel);
        var control = new ControlRoutes(view, new Asking(feed, commands));
        for (var deed : Order.DEEDS) {
            routes.post("/v1/jobs/" + deed, ctx -> control.many(ctx, deed));
            if (!deed.equals("cancel")) routes.post("/v1/jobs/:id/" + deed, ctx -> control.one(ctx, deed));
        }
        var works = new WorkerRoutes(view, workers, new Asking(feed, commands), health);
        routes.get("/v1/workers", works::list);
        routes.post("/v1/workers/:name/drain", works::drain);
        routes.post("/v1/jobs/:id/clone", control::copy);
        var letters = new LetterRoutes(view, deadLetters, republish, new Asking(feed, commands));
        routes.get("/v1/dead-letters", letters::list);
        routes.get("/v1/dead-letters/:id", letters::show);
        routes.post("/v1/dead-letters/:id/requeue", letters::requeue);
        var sweeps = new SweepRoutes(view, new Asking(feed, commands));
        routes.post("/v1/sweeps/preview", sweeps::preview);
        routes.get("/v1/sweeps/:id", sweeps::show);
        routes.post("/v1/sweeps/:id/extend", sweeps::extend);
        var hooks = new WebhookRoutes(webhooks, feed);
        routes.post("/v1/webhooks", hooks::create);
        routes.get("/v1/webhooks", hooks::list);
        routes.get("/v1/webhooks/:name/deliveries", hooks::deliveries);
        routes.delete("/v1/webhooks/:name", hooks::delete);
        var benchmarks = new BenchmarkRoutes(view, benchmarkView, new Asking(feed, commands));
        routes.post("/v1/benchmarks", benchmarks::create);
        routes.get("/v1/benchmarks", benchmarks::list);
        routes.get("/v1/benchmarks/:name", benchmarks::show);
        routes.delete("/v1/benchmarks/:name", benchmarks::delete);
        routes.post("/v1/checkpoints", benchmarks::register);
        routes.get("/v1/checkpoints", benchmarks::registered);
        routes.get("/v1/board", new BoardRoute(view)::show);
        routes.get("/v1/events", new EventStream(vertx, view, feed, log)::subscribe);
        routes.get("/health", ctx -> health(ctx, health));
        routes.get("/metrics", ctx -> metrics(ctx, metrics));
        var openapi = api.text();
        routes.get("/openapi.yaml", ctx -> Answer.send(ctx, 200, "application/yaml", openapi));
        routes.end();
        for (int status : new int[] {400, 404, 405, 406, 413, 415, 500})
            router.errorHandler(status, HttpErrors::answer);
        return listen(vertx, router, host, port);
    }

    /** The port may differ from the wish only when that was 0. */
    public URI address() {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.actualPort());
    }

    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new HttpException("the HTTP server did not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpDoor listen(Vertx vertx, Router router, String host, int port) {
        var options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxInitialLineLength(8192)
                .setMaxHeaderSize(16 * 1024)
                .setIdleTimeout(60)
                .setCompressionSupported(false);
        var server = vertx.createHttpServer(options).requestHandler(router);
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            return new HttpDoor(server, host);
        } catch (ExecutionException e) {
            throw new HttpException(
                    "cannot listen on " + host + ":" + port + " ("
                            + e.getCause().getMessage()
                            + "): choose another port with WSOL_HTTP_PORT, 0 for any free one",
                    e.getCause());
        } catch (TimeoutException e) {
            throw new HttpException("listening on " + host + ":" + port + " took too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpException("interrupted while opening port " + port, e);
        }
    }

    /** A page of another site that a person has open must not be able to start or stop jobs. */
    private static void sameSite(RoutingContext ctx) {
        var site = ctx.request().getHeader("sec-fetch-site");
        var method = ctx.request().method();
        boolean changes = !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
        if (changes && site != null && !site.equals("same-origin") && !site.equals("none"))
            throw HttpFailure.forbidden("requests of other sites may not change anything");
        ctx.next();
    }

    private static void health(RoutingContext ctx, Supplier<Health> health) {
        ctx.vertx()
                .executeBlocking(health::get, false)
                .onSuccess(h -> Answer.json(
                        ctx,
                        h.up() ? 200 : 503,
                        Values.object()
                                .put("status", h.status())
                                .put("kafka", h.kafka())
                                .put("book", h.book())))
                .onFailure(ctx::fail);
    }

    private static void metrics(RoutingContext ctx, Metrics metrics) {
        ctx.vertx()
                .executeBlocking(metrics::scrape, false)
                .onSuccess(
                        text -> Answer.send(ctx, 200, "text/plain; version=0.0.4; charset=utf-8", Buffer.buffer(text)))
                .onFailure(ctx::fail);
    }
}

package dev.wsol.coordinator.http;

import dev.wsol.contract.Nearest;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The routes as openapi.yaml describes them: what is not there is no route, and a parameter that is not there is refused. So the
 * description cannot fall behind, and a misspelt filter does not list everything.
 */
final class Routes {
    /** What routes of the same path would take: what a refusal of the method tells. */
    private static final String ALLOWED = "wsol.allowed";

    private final Router router;
    private final OpenApi api;
    private final Map<String, Set<String>> methods = new LinkedHashMap<>();

    Routes(Router router, OpenApi api) {
        this.router = router;
        this.api = api;
    }

    /** HEAD, too: {@link Answer} leaves the body out. */
    void get(String path, Handler<RoutingContext> handler) {
        add(path, handler, HttpMethod.GET, HttpMethod.HEAD);
    }

    /** With a JSON body or none. */
    void post(String path, Handler<RoutingContext> handler) {
        add(
                path,
                ctx -> {
                    isJson(ctx);
                    handler.handle(ctx);
                },
                HttpMethod.POST);
    }

    void delete(String path, Handler<RoutingContext> handler) {
        add(path, handler, HttpMethod.DELETE);
    }

    private void add(String path, Handler<RoutingContext> handler, HttpMethod... all) {
        var known = api.queryParameters(path, all[0].name());
        var route = router.route(path);
        for (var method : all) {
            route.method(method);
            methods.computeIfAbsent(path, p -> new TreeSet<>()).add(method.name());
        }
        route.handler(ctx -> {
            if (path.startsWith("/v1/")) onlyKnown(ctx, known);
            handler.handle(ctx);
        });
    }

    /** Probes and scrapers may add what they like, but a question about jobs that is half understood has a wrong answer. */
    private static void onlyKnown(RoutingContext ctx, List<String> known) {
        for (var name : ctx.queryParams().names()) {
            if (!known.contains(name))
                throw HttpFailure.invalid(
                        name,
                        "there is no such parameter"
                                + (known.isEmpty() ? ", nor any other here" : Nearest.known(name, known)));
            if (ctx.queryParams().getAll(name).size() > 1) throw HttpFailure.invalid(name, "is given more than once");
        }
    }

    /** What a form of a foreign page can send is never JSON. */
    private static void isJson(RoutingContext ctx) {
        var type = ctx.request().getHeader("content-type");
        if (type != null && !type.toLowerCase(Locale.ROOT).startsWith("application/json"))
            throw HttpFailure.invalid("content-type", "expected application/json, found '" + type + "'");
    }

    /** After the last route: what none has taken is refused, with the methods that its path knows. */
    void end() {
        methods.forEach((path, all) -> router.route(path).handler(ctx -> {
            Set<String> allowed = ctx.get(ALLOWED, new TreeSet<>());
            allowed.addAll(all);
            ctx.put(ALLOWED, allowed).next();
        }));
        router.route().handler(ctx -> {
            Set<String> allowed = ctx.get(ALLOWED, Set.of());
            if (!allowed.isEmpty()) ctx.response().putHeader("allow", String.join(", ", allowed));
            ctx.fail(allowed.isEmpty() ? 404 : 405);
        });
    }
}

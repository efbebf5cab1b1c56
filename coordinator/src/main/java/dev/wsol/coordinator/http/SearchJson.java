package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import java.util.Locale;

/** What a search is asked for, in JSON: {@link SearchReader} makes the same of it. */
final class SearchJson {
    private SearchJson() {}

    static ObjectNode write(SearchSpec s) {
        var out = Values.object();
        method(out, s);
        var space = out.putObject("space");
        s.space().dimensions().forEach(d -> space.set(d.name(), dimension(d)));
        out.putObject("objective")
                .put("protocol", s.objective().protocol())
                .put("metric", s.objective().metric())
                .put("goal", s.objective().maximise() ? "maximise" : "minimise");
        out.set("budget", budget(s.budget()));
        out.put("seed", s.seed());
        var repeats = out.putObject("repeats").put("top", s.repeats().top());
        s.repeats().seeds().forEach(repeats.putArray("seeds")::add);
        return out;
    }

    private static ObjectNode dimension(Dimension d) {
        var out = Values.object();
        if (d instanceof Dimension.Real r)
            out.put("low", r.low()).put("high", r.high()).put("log", r.log());
        if (d instanceof Dimension.Whole w)
            out.put("low", w.low()).put("high", w.high()).put("log", w.log()).put("whole", true);
        if (d instanceof Dimension.Choice c) c.options().forEach(out.putArray("options")::add);
        d.when().ifPresent(w -> w.values().forEach(out.putObject("when").putArray(w.parameter())::add));
        return out;
    }

    private static void method(ObjectNode out, SearchSpec spec) {
        var sampler = spec.sampler().name().toLowerCase(Locale.ROOT);
        var s = spec.scheduler();
        if (s instanceof Scheduler.Full f) {
            out.put("method", sampler).put("every", f.every());
            return;
        }
        out.put("method", s.getClass().getSimpleName().toLowerCase(Locale.ROOT)).put("sampler", sampler);
        if (s instanceof Scheduler.Median m)
            out.put("every", m.every()).put("grace", m.grace()).put("trials", m.trials());
        if (s instanceof Scheduler.Asha a) out.put("least", a.least()).put("eta", a.eta());
        if (s instanceof Scheduler.Hyperband h) out.put("least", h.least()).put("eta", h.eta());
        if (s instanceof Scheduler.Pbt p)
            out.put("population", p.population()).put("interval", p.interval()).put("share", p.share());
    }

    /** Limits that there are. */
    static ObjectNode budget(Budget b) {
        var out = Values.object();
        if (b.trials() > 0) out.put("trials", b.trials());
        if (b.parallel() > 0) out.put("parallel", b.parallel());
        if (b.epochs() > 0) out.put("epochs", b.epochs());
        if (!b.wall().isZero()) out.put("wall", b.wall().toString());
        if (b.gpuSeconds() > 0) out.put("gpuSeconds", b.gpuSeconds());
        b.target().ifPresent(t -> out.put("target", t));
        return out;
    }
}

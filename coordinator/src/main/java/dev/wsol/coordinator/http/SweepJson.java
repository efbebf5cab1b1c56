package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.Hold;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.MeanInterval;
import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.search.History;
import dev.wsol.coordinator.search.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A sweep with a search as people want to see it: trials, rungs, the best so far, what is used up. */
final class SweepJson {
    private final JobView view;
    private final Instant now;

    SweepJson(JobView view, Instant now) {
        this.view = view;
        this.now = now;
    }

    ObjectNode of(JobCard card, JobSpec.Sweep sweep, SearchSpec search) {
        var history = History.of(search, view.steps(card.id()));
        var out = Values.object()
                .put("id", card.id().value())
                .put("state", card.job().state().name().toLowerCase(Locale.ROOT))
                .put("submittedAt", card.submittedAt().toString());
        Values.time(out, "endedAt", card.endedAt());
        out.put("epochs", sweep.base().recipe().epochs());
        out.set("search", SearchJson.write(search));
        out.set("budget", SearchJson.budget(history.budget()));
        used(out.putObject("used"), card, history);
        var over = out.putArray("exhausted");
        history.exhausted()
                .forEach(e -> over.addObject().put("budget", e.budget()).put("why", e.why()));
        var ranking = history.ranking().stream().filter(t -> t.repeats() == 0).toList();
        if (ranking.isEmpty()) out.putNull("best");
        else out.set("best", trial(card.id(), ranking.get(0)));
        var trials = out.putArray("trials");
        history.trials().forEach(t -> trials.add(trial(card.id(), t)));
        rungs(out.putArray("rungs"), history);
        repeats(out.putArray("repeats"), history);
        return out;
    }

    private void used(ObjectNode out, JobCard card, History h) {
        double seconds =
                h.trials().stream().mapToDouble(t -> t.work().seconds(now)).sum();
        long epochs = h.trials().stream()
                .mapToLong(t -> Math.max(0, reached(card.id(), t) - t.begins()))
                .sum();
        var until = card.endedAt().orElse(now);
        out.put("trials", h.searched().count())
                .put("epochs", epochs)
                .put("wallSeconds", (until.toEpochMilli() - card.submittedAt().toEpochMilli()) / 1000)
                .put("gpuSeconds", Math.round(seconds));
    }

    private int reached(JobId sweep, Trial t) {
        return view.get(job(sweep, t))
                .flatMap(c -> c.job().checkpoint())
                .map(c -> c.epoch())
                .orElse(0);
    }

    private static JobId job(JobId sweep, Trial t) {
        return sweep.child(String.format(Locale.ROOT, "t%03d", t.number()));
    }

    private ObjectNode trial(JobId sweep, Trial t) {
        var id = job(sweep, t);
        var card = view.get(id);
        var out = Values.object()
                .put("trial", t.number())
                .put("job", card.isPresent() ? id.value() : null)
                .put("state", state(t, card));
        out.set("point", point(t.point()));
        out.put("until", t.until()).put("epoch", reached(sweep, t)).put("bracket", t.bracket());
        t.from().ifPresent(f -> out.putObject("from").put("trial", f.trial()).put("epoch", f.epoch()));
        if (t.repeats() > 0) out.put("repeats", t.repeats());
        var measures = out.putArray("measures");
        t.measures().forEach((epoch, value) -> {
            var m = measures.addObject().put("epoch", epoch);
            if (Double.isNaN(value)) m.putNull("value");
            else m.put("value", value);
        });
        var last =
                t.measures().isEmpty() ? Double.NaN : t.measures().lastEntry().getValue();
        if (Double.isNaN(last)) out.putNull("value");
        else out.put("value", last);
        out.put("gpuSeconds", t.work().seconds(now));
        out.put("why", t.stopped().or(t::ended).orElse(null));
        return out;
    }

    /** Waiting is what the search lets a trial do; what a person has paused is paused. */
    private static String state(Trial t, Optional<JobCard> card) {
        if (card.isEmpty()) return t.ended().isPresent() ? "failed" : "planned";
        var state = card.get().job().state();
        if (t.stopped().isPresent() && state == JobState.CANCELLED) return "stopped";
        boolean waits = state == JobState.PAUSED
                && card.get().job().hold().filter(Hold::forSearch).isPresent();
        return t.open() && waits ? "waiting" : Values.state(state);
    }

    static ObjectNode point(Point p) {
        var out = Values.object();
        p.values().forEach(out::put);
        return out;
    }

    /** Who was measured after how many epochs, the best first. */
    private static void rungs(ArrayNode out, History h) {
        Map<Integer, List<Trial>> byEpoch = new TreeMap<>(h.searched()
                .flatMap(t -> t.measures().keySet().stream().map(e -> Map.entry(e, t)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
        byEpoch.forEach((epoch, trials) -> {
            var list = out.addObject().put("epoch", epoch).putArray("trials");
            trials.stream()
                    .sorted((a, b) -> Double.compare(h.score(b, epoch), h.score(a, epoch)))
                    .forEach(t -> list.add(t.number()));
        });
    }

    /** Mean and 95 % interval over the seeds of each point that was repeated, its first run included. */
    static void repeats(ArrayNode out, History h) {
        h.searched().forEach(t -> {
            var values = Stream.concat(Stream.of(t), h.trials().stream().filter(r -> r.repeats() == t.number()))
                    .filter(r -> !r.measures().isEmpty())
                    .map(r -> r.measures().lastEntry().getValue())
                    .filter(Double::isFinite) // an evaluation that failed says nothing of the point
                    .toList();
            if (values.size() < 2) return;
            var m = MeanInterval.of(values);
            var node = out.addObject().put("trial", t.number()).put("n", m.n());
            node.put("mean", m.mean()).put("low", m.low()).put("high", m.high());
            values.forEach(node.putArray("values")::add);
        });
    }
}

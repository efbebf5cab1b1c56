package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.search.History;
import dev.wsol.coordinator.search.Search;
import java.time.Instant;

/** What a sweep would run: the trials that are known before anything is measured. Nothing is submitted. */
final class SweepPreview {
    private SweepPreview() {}

    static ObjectNode of(JobSpec.Sweep sweep) {
        return sweep.search().map(s -> search(sweep, s)).orElseGet(() -> grid(sweep));
    }

    private static ObjectNode grid(JobSpec.Sweep sweep) {
        int epochs = sweep.base().recipe().epochs();
        var trials = sweep.trials();
        var out = Values.object()
                .put("method", "grid")
                .put("trials", trials.size())
                .put("epochsPerTrial", epochs)
                .put("mostEpochs", (long) trials.size() * epochs);
        var known = out.putArray("known");
        trials.forEach(t -> {
            var point = known.addObject()
                    .put("trial", known.size())
                    .put("until", epochs)
                    .putObject("point");
            point.put("arch", t.model().arch())
                    .put("learningRate", String.valueOf(t.recipe().learningRate()))
                    .put("seed", String.valueOf(t.recipe().seed()));
        });
        return out;
    }

    private static ObjectNode search(JobSpec.Sweep sweep, SearchSpec wanted) {
        int epochs = sweep.base().recipe().epochs();
        var search = Search.of(wanted, epochs);
        int most = wanted.budget().trials() > 0
                ? wanted.budget().trials()
                : search.size().orElse(SearchSpec.USUAL_TRIALS);
        var json = SearchJson.write(wanted);
        var out = Values.object()
                .put("method", json.path("method").asText())
                .put("trials", most)
                .put("epochsPerTrial", epochs)
                .put("mostEpochs", mostEpochs(most, epochs, wanted));
        var measured = out.putArray("measuredAt");
        for (int e = 1; e <= epochs; e++) if (search.measures(e)) measured.add(e);
        out.set("objective", json.path("objective"));
        out.set("budget", json.path("budget"));
        var known = out.putArray("known");
        var history = new History(wanted.objective(), wanted.budget());
        int certain = wanted.sampler() == Sampler.TPE ? Math.min(most, Search.STARTUP) : most;
        for (int n = 0; n < certain; n++) {
            var step = search.next(history, true, true);
            if (step.isEmpty() || !(step.get() instanceof SearchStep.Proposed p)) break;
            history.add(p, Instant.EPOCH);
            var row = known.addObject()
                    .put("trial", p.trial())
                    .put("until", p.until())
                    .put("bracket", p.bracket());
            row.set("point", SweepJson.point(p.point()));
            try {
                sweep.at(p.point());
            } catch (BadSpec e) {
                row.put("mistake", e.getMessage());
            }
        }
        return out;
    }

    private static long mostEpochs(int trials, int epochs, SearchSpec wanted) {
        long all = (long) trials * epochs;
        return wanted.budget().epochs() > 0 ? Math.min(all, wanted.budget().epochs()) : all;
    }
}

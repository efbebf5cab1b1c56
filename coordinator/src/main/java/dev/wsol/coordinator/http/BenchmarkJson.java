package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.Backfill;
import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.CheckpointMatch;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Origin;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.Regression;
import dev.wsol.contract.SpecMap;
import java.util.List;
import java.util.Locale;

/** Benchmark rules, registered checkpoints and regressions in JSON, and the first two from it. */
final class BenchmarkJson {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    private BenchmarkJson() {}

    /**
     * A rule that somebody asks for.
     *
     * @param existing also for the checkpoints that are there
     */
    record Wish(BenchmarkRule rule, boolean existing) {}

    /** @throws dev.wsol.contract.BadSpec if this is no JSON, or no rule */
    static Wish readWish(byte[] body) {
        return Fields.read(
                SpecReader.parse(body),
                f -> new Wish(
                        new BenchmarkRule(
                                f.only(
                                                "name",
                                                "on",
                                                "data",
                                                "protocols",
                                                "queue",
                                                "overlays",
                                                "regressionDrop",
                                                "existing")
                                        .text("name"),
                                f.texts("on", List.of()).stream()
                                        .map(CheckpointMatch::parse)
                                        .toList(),
                                SpecReader.data(f),
                                f.protocols("protocols", List.of("deployed")),
                                f.text("queue", "default"),
                                f.integer("overlays", 0),
                                f.number("regressionDrop", 0)),
                        f.flag("existing", false)));
    }

    static ObjectNode rule(BenchmarkRule r) {
        var out = Values.object().put("name", r.name());
        var on = out.putArray("on");
        r.on().forEach(m -> on.add(m.toString()));
        out.set("data", PLAIN.valueToTree(SpecMap.data(r.data())));
        r.protocols().forEach(out.putArray("protocols")::add);
        return out.put("queue", r.queue()).put("overlays", r.overlays()).put("regressionDrop", r.regressionDrop());
    }

    static ObjectNode backfill(Backfill b) {
        return Values.object()
                .put("rule", b.rule())
                .put("known", b.known())
                .put("looked", b.looked())
                .put("matched", b.matched())
                .put("made", b.made())
                .put("done", b.done());
    }

    /** @throws dev.wsol.contract.BadSpec if this is no JSON, or no checkpoint */
    static RegisteredCheckpoint readCheckpoint(byte[] body) {
        return Fields.read(
                SpecReader.parse(body),
                f -> new RegisteredCheckpoint(
                        SpecReader.checkpointFields(
                                f.only("uri", "sha256", "epoch", "model", "source", "learningRate", "seed")),
                        SpecReader.model(f),
                        new Origin("", "", f.number("learningRate", 0), f.whole("seed", 0), "", f.text("source", ""))));
    }

    static ObjectNode registered(RegisteredCheckpoint c, List<JobId> evaluations) {
        var out = checkpoint(c);
        var jobs = out.putArray("evaluations");
        evaluations.forEach(j -> jobs.add(j.value()));
        return out;
    }

    private static ObjectNode checkpoint(RegisteredCheckpoint c) {
        var out = Values.object();
        out.set("checkpoint", SpecWriter.checkpoint(c.checkpoint()));
        out.set("model", PLAIN.valueToTree(SpecMap.model(c.model())));
        out.set("origin", SpecWriter.origin(c.origin()));
        return out;
    }

    static ObjectNode regression(Regression r) {
        var out = Values.object().put("rule", r.rule());
        out.setAll(checkpoint(r.checkpoint()));
        return out.put("dataset", r.dataset())
                .put("datasetDigest", r.datasetDigest())
                .put("protocol", r.protocol())
                .put("protocolDigest", r.protocolDigest())
                .put("metric", r.metric())
                .put("value", r.value())
                .put("reference", r.reference())
                .put("allowed", r.allowed())
                .put("basis", r.basis().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("earlier", r.earlier())
                .put("bestJob", r.bestJob());
    }
}

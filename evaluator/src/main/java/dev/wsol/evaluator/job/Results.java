package dev.wsol.evaluator.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.EvaluationResult.ProtocolTag;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.job.CheckpointEvaluation.Scored;
import dev.wsol.evaluator.result.Breakdown;
import dev.wsol.evaluator.result.Calibration;
import dev.wsol.evaluator.result.ClassRow;
import dev.wsol.vision.dataset.DatasetSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an evaluation says, once as results that travel, and once in full as {@code result.json}. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Results() {}

    static EvaluationResult of(JobId job, JobSpec.Evaluate spec, DatasetSource data, Scored s, String uri) {
        var counts = new TreeMap<String, Long>();
        if (s.protocol().metric() == Protocol.Metric.BOXES)
            counts.putAll(s.findings().errors().named());
        counts.put("degenerateMaps", s.degenerate());
        return new EvaluationResult(
                job,
                spec.checkpoint(),
                spec.model(),
                spec.origin(),
                data.name(),
                data.digest(),
                ProtocolTag.of(s.protocol()),
                s.images(),
                s.rejected().size(),
                s.scores().metrics(),
                s.scores().thresholds(),
                s.baselines(),
                counts,
                uri);
    }

    /** Everything a reader needs to compare this score with another: numbers, protocol, data, checkpoint, failures. */
    static void write(Path file, List<EvaluationResult> results, List<Scored> scored, DatasetSource data)
            throws IOException {
        var trees = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < results.size(); i++) trees.add(tree(results.get(i), scored.get(i), data));
        Files.write(file, JSON.writeValueAsBytes(Map.of("results", trees)));
    }

    private static Map<String, Object> tree(EvaluationResult r, Scored s, DatasetSource data) {
        var out = new LinkedHashMap<String, Object>();
        out.put("job", r.job().value());
        out.put("checkpoint", r.checkpoint());
        out.put("model", r.model());
        out.put("origin", r.origin());
        out.put("dataset", r.dataset());
        out.put("datasetDigest", r.datasetDigest());
        out.put("datasetClasses", data.classes().size());
        out.put("protocol", r.protocol());
        out.put("images", r.images());
        out.put("rejected", r.rejected());
        out.put("headline", s.protocol().headline());
        out.put("metrics", r.metrics());
        out.put("thresholds", r.thresholds());
        out.put("baselines", r.baselines());
        out.put("counts", r.counts());
        out.put("errors", errors(s.findings().errors()));
        out.put(
                "calibration",
                s.findings().calibration().stream().map(Results::calibration).toList());
        out.put("classes", s.findings().classes().stream().map(Results::row).toList());
        return out;
    }

    private static Map<String, Object> errors(Breakdown errors) {
        var out = new LinkedHashMap<String, Object>();
        errors.counts()
                .forEach((outcome, n) ->
                        out.put(Breakdown.name(outcome), Map.of("images", n, "percent", errors.percent(outcome))));
        return out;
    }

    private static Map<String, Object> calibration(Calibration c) {
        var out = new LinkedHashMap<String, Object>();
        out.put("iou", c.iou());
        out.put("chosenThreshold", c.chosen());
        out.put("chosenPercent", c.chosenPercent());
        out.put("oracleThreshold", c.oracle());
        out.put("oraclePercent", c.oraclePercent());
        out.put("thresholdDistance", c.thresholdDistance());
        out.put("percentLost", c.percentLost());
        out.put(
                "thresholds",
                c.curve().stream().map(Calibration.Point::threshold).toList());
        out.put("percents", c.curve().stream().map(Calibration.Point::percent).toList());
        if (!c.validation().isEmpty())
            out.put(
                    "validationPercents",
                    c.validation().stream().map(Calibration.Point::percent).toList());
        return out;
    }

    private static Map<String, Object> row(ClassRow c) {
        var out = new LinkedHashMap<String, Object>();
        out.put("label", c.label());
        out.put("name", c.name());
        out.put("images", c.images());
        out.put("top1Cls", c.top1Cls());
        out.put("gtKnown", c.gtKnown());
        out.put("top1Loc", c.top1Loc());
        c.maxBoxAcc().forEach((iou, percent) -> out.put("maxBoxAcc" + iou, percent));
        out.put("counts", c.errors().named());
        return out;
    }
}

package dev.wsol.contract;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The score of one checkpoint under one protocol.
 *
 * @param job the evaluate job
 * @param dataset folder name of the data set
 * @param datasetDigest SHA-256 over its lists
 * @param protocol name, digest, canonical text and split travel with the number
 * @param images scored images
 * @param rejected images of the split that could not be read and were left out
 * @param metrics percent by name, for example {@code maxBoxAcc50}, {@code top1Loc}, {@code top1Cls}
 * @param thresholds score map thresholds used, by metric name
 * @param baselines percent by name, for example {@code centredBox50}
 * @param counts images by name, for example {@code error.part}; zero counts are named too
 * @param reportUri {@code s3://} folder of result.json, curves, per-image table and overlays
 */
public record EvaluationResult(
        JobId job,
        CheckpointRef checkpoint,
        ModelSpec model,
        Origin origin,
        String dataset,
        String datasetDigest,
        ProtocolTag protocol,
        int images,
        int rejected,
        Map<String, Double> metrics,
        Map<String, Double> thresholds,
        Map<String, Double> baselines,
        Map<String, Long> counts,
        String reportUri) {

    /** What a number says about how it was made. */
    public record ProtocolTag(String name, String digest, String canonical, String split) {
        public static ProtocolTag of(Protocol p) {
            return new ProtocolTag(
                    p.name(), p.digest(), p.canonical(), p.split().name().toLowerCase(Locale.ROOT));
        }
    }

    public EvaluationResult {
        metrics = sorted(metrics);
        thresholds = sorted(thresholds);
        baselines = sorted(baselines);
        counts = sorted(counts);
        Need.atLeast("images", images, 1);
    }

    private static <V> Map<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }

    /** Key on {@code wsol.results}: one checkpoint may be scored on several data sets under the same protocol. */
    public String key() {
        return checkpoint.sha256() + "/" + protocol.digest() + "/" + datasetDigest;
    }
}

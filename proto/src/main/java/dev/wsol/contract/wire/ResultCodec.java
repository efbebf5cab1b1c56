package dev.wsol.contract.wire;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.v1.ResultProto;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Values of {@link Topics#RESULTS}. */
public final class ResultCodec {
    private ResultCodec() {}

    public static byte[] encode(EvaluationResult result) {
        return toProto(result).toByteArray();
    }

    /** @throws BadMessage if the bytes are no result */
    public static EvaluationResult decode(byte[] bytes) {
        return Bytes.read("result", bytes, ResultProto.EvaluationResult.parser(), m -> Optional.of(fromProto(m)))
                .orElseThrow();
    }

    static ResultProto.EvaluationResult toProto(EvaluationResult r) {
        return ResultProto.EvaluationResult.newBuilder()
                .setJobId(r.job().value())
                .setCheckpoint(SpecCodec.toProto(r.checkpoint()))
                .setModel(SpecCodec.toProto(r.model()))
                .setOrigin(SpecCodec.toProto(r.origin()))
                .setDataset(r.dataset())
                .setDatasetDigest(r.datasetDigest())
                .setProtocol(ResultProto.Protocol.newBuilder()
                        .setName(r.protocol().name())
                        .setDigest(r.protocol().digest())
                        .setCanonical(r.protocol().canonical())
                        .setSplit(r.protocol().split()))
                .setImages(r.images())
                .setRejectedImages(r.rejected())
                .putAllMetrics(r.metrics())
                .putAllThresholds(r.thresholds())
                .putAllBaselines(r.baselines())
                .putAllCounts(r.counts())
                .setReportUri(r.reportUri())
                .build();
    }

    static EvaluationResult fromProto(ResultProto.EvaluationResult m) {
        var p = m.getProtocol();
        return new EvaluationResult(
                new JobId(m.getJobId()),
                SpecCodec.fromProto(m.getCheckpoint()),
                SpecCodec.fromProto(m.getModel()),
                SpecCodec.fromProto(m.getOrigin()),
                Same.as(m.getDataset()),
                Same.as(m.getDatasetDigest()),
                Same.as(new EvaluationResult.ProtocolTag(p.getName(), p.getDigest(), p.getCanonical(), p.getSplit())),
                m.getImages(),
                m.getRejectedImages(),
                named(m.getMetricsMap()),
                named(m.getThresholdsMap()),
                named(m.getBaselinesMap()),
                named(m.getCountsMap()),
                m.getReportUri());
    }

    private static <V> Map<String, V> named(Map<String, V> values) {
        var out = new TreeMap<String, V>();
        values.forEach((name, value) -> out.put(Same.as(name), value));
        return out;
    }
}

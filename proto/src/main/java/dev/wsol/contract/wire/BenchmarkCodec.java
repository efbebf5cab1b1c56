package dev.wsol.contract.wire;

import dev.wsol.contract.Backfill;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.CheckpointMatch;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.Regression;
import dev.wsol.contract.wire.v1.BenchmarkProto;
import java.util.Optional;

/** Benchmark rules and what they find. */
public final class BenchmarkCodec {
    private BenchmarkCodec() {}

    /** As the coordinator remembers it. */
    public static byte[] encode(BenchmarkRule rule) {
        return toProto(rule).toByteArray();
    }

    /** @throws BadMessage if the bytes are no rule */
    public static BenchmarkRule decode(byte[] bytes) {
        return Bytes.read(
                        "benchmark rule", bytes, BenchmarkProto.BenchmarkRule.parser(), m -> Optional.of(fromProto(m)))
                .orElseThrow();
    }

    static BenchmarkProto.BenchmarkRule toProto(BenchmarkRule r) {
        var out = BenchmarkProto.BenchmarkRule.newBuilder()
                .setName(r.name())
                .setData(SpecCodec.toProto(r.data()))
                .addAllProtocols(r.protocols())
                .setQueue(r.queue())
                .setOverlays(r.overlays())
                .setRegressionDrop(r.regressionDrop());
        r.on().forEach(m -> out.addOn(BenchmarkProto.CheckpointMatch.newBuilder()
                .setField(m.field().text())
                .setPattern(m.pattern())));
        return out.build();
    }

    static BenchmarkRule fromProto(BenchmarkProto.BenchmarkRule m) {
        return new BenchmarkRule(
                m.getName(),
                m.getOnList().stream()
                        .map(on -> new CheckpointMatch(CheckpointMatch.Field.named(on.getField()), on.getPattern()))
                        .toList(),
                SpecCodec.fromProto(m.getData()),
                m.getProtocolsList(),
                m.getQueue(),
                m.getOverlays(),
                m.getRegressionDrop());
    }

    static BenchmarkProto.Backfill toProto(Backfill b) {
        return BenchmarkProto.Backfill.newBuilder()
                .setRule(b.rule())
                .setKnown(b.known())
                .setLooked(b.looked())
                .setMatched(b.matched())
                .setMade(b.made())
                .build();
    }

    static Backfill fromProto(BenchmarkProto.Backfill m) {
        return new Backfill(m.getRule(), m.getKnown(), m.getLooked(), m.getMatched(), m.getMade());
    }

    /** As the coordinator remembers it. */
    public static byte[] encode(RegisteredCheckpoint checkpoint) {
        return toProto(checkpoint).toByteArray();
    }

    /** @throws BadMessage if the bytes are no checkpoint */
    public static RegisteredCheckpoint checkpoint(byte[] bytes) {
        return Bytes.read(
                        "checkpoint",
                        bytes,
                        BenchmarkProto.RegisteredCheckpoint.parser(),
                        m -> Optional.of(fromProto(m)))
                .orElseThrow();
    }

    static BenchmarkProto.RegisteredCheckpoint toProto(RegisteredCheckpoint c) {
        return BenchmarkProto.RegisteredCheckpoint.newBuilder()
                .setCheckpoint(SpecCodec.toProto(c.checkpoint()))
                .setModel(SpecCodec.toProto(c.model()))
                .setOrigin(SpecCodec.toProto(c.origin()))
                .build();
    }

    static RegisteredCheckpoint fromProto(BenchmarkProto.RegisteredCheckpoint m) {
        return new RegisteredCheckpoint(
                SpecCodec.fromProto(m.getCheckpoint()),
                SpecCodec.fromProto(m.getModel()),
                SpecCodec.fromProto(m.getOrigin()));
    }

    static BenchmarkProto.Regression toProto(Regression r) {
        return BenchmarkProto.Regression.newBuilder()
                .setRule(r.rule())
                .setCheckpoint(SpecCodec.toProto(r.checkpoint().checkpoint()))
                .setModel(SpecCodec.toProto(r.checkpoint().model()))
                .setOrigin(SpecCodec.toProto(r.checkpoint().origin()))
                .setDataset(r.dataset())
                .setDatasetDigest(r.datasetDigest())
                .setProtocol(r.protocol())
                .setProtocolDigest(r.protocolDigest())
                .setMetric(r.metric())
                .setValue(r.value())
                .setReference(r.reference())
                .setAllowed(r.allowed())
                .setBasis(BenchmarkProto.Regression.Basis.valueOf("BASIS_" + r.basis()))
                .setEarlier(r.earlier())
                .setBestJobId(r.bestJob())
                .build();
    }

    static Regression fromProto(BenchmarkProto.Regression m) {
        return new Regression(
                m.getRule(),
                new RegisteredCheckpoint(
                        SpecCodec.fromProto(m.getCheckpoint()),
                        SpecCodec.fromProto(m.getModel()),
                        SpecCodec.fromProto(m.getOrigin())),
                m.getDataset(),
                m.getDatasetDigest(),
                m.getProtocol(),
                m.getProtocolDigest(),
                m.getMetric(),
                m.getValue(),
                m.getReference(),
                m.getAllowed(),
                basis(m.getBasis()),
                m.getEarlier(),
                m.getBestJobId());
    }

    private static Regression.Basis basis(BenchmarkProto.Regression.Basis basis) {
        return switch (basis) {
            case BASIS_SEED_INTERVAL -> Regression.Basis.SEED_INTERVAL;
            case BASIS_FIXED_DROP -> Regression.Basis.FIXED_DROP;
            case BASIS_UNSPECIFIED, UNRECOGNIZED -> throw new BadSpec("basis", "is unknown to this build");
        };
    }
}

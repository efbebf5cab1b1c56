package dev.wsol.contract.wire;

import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.v1.SnapshotProto;
import java.util.List;
import java.util.Optional;

/** What the coordinator remembers of results that may be compared. */
public final class SeriesCodec {
    private SeriesCodec() {}

    /**
     * One result.
     *
     * @param job evaluate job
     * @param sha256 of the checkpoint
     * @param value percent
     */
    public record Entry(JobId job, String sha256, long seed, double value) {}

    public static byte[] encode(List<Entry> entries) {
        var out = SnapshotProto.SeriesSnapshot.newBuilder();
        for (var e : entries)
            out.addEntries(SnapshotProto.SeriesSnapshot.Entry.newBuilder()
                    .setJobId(e.job().value())
                    .setSha256(e.sha256())
                    .setSeed(e.seed())
                    .setValue(e.value()));
        return out.build().toByteArray();
    }

    /** @throws BadMessage if the bytes are no series */
    public static List<Entry> decode(byte[] bytes) {
        return Bytes.read(
                        "series",
                        bytes,
                        SnapshotProto.SeriesSnapshot.parser(),
                        m -> Optional.of(m.getEntriesList().stream()
                                .map(e -> new Entry(new JobId(e.getJobId()), e.getSha256(), e.getSeed(), e.getValue()))
                                .toList()))
                .orElseThrow();
    }
}

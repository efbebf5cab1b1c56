package dev.wsol.contract.wire;

import dev.wsol.contract.JobId;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.wire.v1.QueueProto;
import java.util.Optional;

/** Values of the queue topics. */
public final class QueueCodec {
    private QueueCodec() {}

    public static byte[] encode(QueuedJob job) {
        var out = QueueProto.QueuedJob.newBuilder()
                .setJobId(job.job().value())
                .setLeaseEpoch(job.leaseEpoch())
                .setSpec(SpecCodec.toProto(job.spec()));
        job.resumeFrom().ifPresent(c -> out.setResumeFrom(SpecCodec.toProto(c)));
        return out.build().toByteArray();
    }

    /**
     * Empty if the job is of a kind that this build does not know.
     *
     * @throws BadMessage if the bytes are no queued job
     */
    public static Optional<QueuedJob> decode(byte[] bytes) {
        return Bytes.read("queued job", bytes, QueueProto.QueuedJob.parser(), m -> SpecCodec.fromProto(m.getSpec())
                .map(spec -> new QueuedJob(
                        new JobId(m.getJobId()),
                        m.getLeaseEpoch(),
                        spec,
                        m.hasResumeFrom() ? Optional.of(SpecCodec.fromProto(m.getResumeFrom())) : Optional.empty())));
    }
}

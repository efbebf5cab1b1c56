package dev.wsol.contract.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.wsol.contract.Hold;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobState;
import dev.wsol.contract.wire.v1.SnapshotProto;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Values of the coordinator's state store. */
public final class SnapshotCodec {
    private SnapshotCodec() {}

    public static byte[] encode(Job job) {
        var out = SnapshotProto.JobSnapshot.newBuilder()
                .setJobId(job.id().value())
                .setSpec(SpecCodec.toProto(job.spec()))
                .setState(SnapshotProto.JobSnapshot.State.valueOf(job.state().name()))
                .setLeaseEpoch(job.leaseEpoch())
                .setWorker(job.worker())
                .setOffers(job.offers())
                .setFailures(job.failures())
                .setLeasesLost(job.leasesLost())
                .setOwner(job.owner())
                .setPreemptions(job.preemptions())
                .setEpochDone(job.epochDone());
        job.hold().ifPresent(h -> out.setHold(toProto(h)));
        job.parent().ifPresent(p -> out.setParentJobId(p.value()));
        job.checkpoint().ifPresent(c -> out.setCheckpoint(SpecCodec.toProto(c)));
        job.failure().ifPresent(f -> out.setFailure(SpecCodec.toProto(f)));
        return out.build().toByteArray();
    }

    /** @throws BadMessage if the bytes are no job, or one of a kind that only a newer build knows */
    public static Job decode(byte[] bytes) {
        return Bytes.read("job snapshot", bytes, SnapshotProto.JobSnapshot.parser(), SnapshotCodec::fromProto)
                .orElseThrow(() -> new BadMessage("a job snapshot of a newer build", null));
    }

    /**
     * Whether the job has ended. Looks at nothing else: of very many jobs most have.
     *
     * @throws BadMessage if the bytes are no job
     */
    public static boolean hasEnded(byte[] bytes) {
        try {
            var in = CodedInputStream.newInstance(bytes);
            var state = SnapshotProto.JobSnapshot.State.STATE_UNSPECIFIED;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == SnapshotProto.JobSnapshot.STATE_FIELD_NUMBER)
                    state = SnapshotProto.JobSnapshot.State.forNumber(in.readEnum());
                else in.skipField(tag);
            }
            return state != null
                    && switch (state) {
                        case FINISHED, FAILED, CANCELLED -> true;
                        default -> false;
                    };
        } catch (IOException e) {
            throw new BadMessage("no job snapshot: " + e.getMessage(), e);
        }
    }

    private static Optional<Job> fromProto(SnapshotProto.JobSnapshot m) {
        return switch (m.getState()) {
            case STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
            default ->
                SpecCodec.fromProto(m.getSpec())
                        .map(spec -> new Job(
                                new JobId(m.getJobId()),
                                spec,
                                m.getParentJobId().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(new JobId(m.getParentJobId())),
                                m.getOwner(),
                                JobState.valueOf(m.getState().name()),
                                m.getLeaseEpoch(),
                                m.getWorker(),
                                m.getOffers(),
                                new Job.Attempts(m.getFailures(), m.getLeasesLost(), m.getPreemptions()),
                                m.hasCheckpoint()
                                        ? Optional.of(SpecCodec.fromProto(m.getCheckpoint()))
                                        : Optional.empty(),
                                m.hasFailure() ? Optional.of(SpecCodec.fromProto(m.getFailure())) : Optional.empty(),
                                m.hasHold() ? hold(m.getHold()) : Optional.empty(),
                                m.getEpochDone()));
        };
    }

    private static SnapshotProto.Hold toProto(Hold h) {
        return SnapshotProto.Hold.newBuilder()
                .setReason(SnapshotProto.Hold.Reason.valueOf(h.reason().name()))
                .setBy(h.by())
                .setWords(h.words())
                .setSinceMs(h.since().toEpochMilli())
                .setTurn(h.turn())
                .build();
    }

    /** A reason that only a newer build knows holds as a pause does: until a person says otherwise. */
    private static Optional<Hold> hold(SnapshotProto.Hold m) {
        var reason =
                switch (m.getReason()) {
                    case REASON_UNSPECIFIED, UNRECOGNIZED -> Hold.Reason.PAUSE;
                    default -> Hold.Reason.valueOf(m.getReason().name());
                };
        return Optional.of(
                new Hold(reason, m.getBy(), m.getWords(), Instant.ofEpochMilli(m.getSinceMs()), m.getTurn()));
    }
}

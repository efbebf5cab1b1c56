package dev.wsol.contract.wire;

import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.v1.EventProto;
import java.time.Instant;

/** Events about jobs that people pause, resume, open again or change, about jobs that are kept back, and about workers that are drained. */
final class HoldEvents {
    private HoldEvents() {}

    /** @param m one of those, and no other */
    static JobEvent fromProto(EventProto.JobEvent m, JobId job, Instant at) {
        var cause = m.getCause();
        return switch (m.getBodyCase()) {
            case PAUSE_ASKED -> {
                var e = m.getPauseAsked();
                yield new JobEvent.PauseAsked(job, at, cause, e.getBy(), e.getReason());
            }
            case PAUSED -> {
                var e = m.getPaused();
                yield new JobEvent.Paused(job, at, e.getLeaseEpoch(), cause, e.getBy(), e.getReason());
            }
            case RESUMED -> new JobEvent.Resumed(job, at, cause, m.getResumed().getBy());
            case REOPENED ->
                new JobEvent.Reopened(job, at, cause, m.getReopened().getBy());
            case CHANGED ->
                new JobEvent.Changed(
                        job,
                        at,
                        cause,
                        m.getChanged().getBy(),
                        SpecCodec.fromProto(m.getChanged().getChange()));
            case HELD -> {
                var e = m.getHeld();
                yield new JobEvent.Held(job, at, e.getLeaseEpoch(), e.getReason(), e.getTurn());
            }
            case DRAIN_ASKED -> {
                var e = m.getDrainAsked();
                yield new JobEvent.DrainAsked(job, at, cause, e.getBy(), e.getWorker(), e.getFinish());
            }
            default -> throw new IllegalArgumentException("no such event: " + m.getBodyCase());
        };
    }
}

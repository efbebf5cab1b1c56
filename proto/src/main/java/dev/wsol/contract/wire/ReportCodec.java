package dev.wsol.contract.wire;

import dev.wsol.contract.EpochReport;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.v1.ReportProto;
import java.time.Instant;
import java.util.Optional;

/** Values of {@link Topics#REPORTS}. */
public final class ReportCodec {
    private ReportCodec() {}

    public static byte[] encode(Report report) {
        var out = ReportProto.Report.newBuilder()
                .setJobId(report.job().value())
                .setLeaseEpoch(report.leaseEpoch())
                .setWorker(report.worker())
                .setAtMs(report.at().toEpochMilli());
        var body = report.body();
        if (body instanceof Report.Claimed) out.setClaimed(ReportProto.Claimed.getDefaultInstance());
        else if (body instanceof Report.Alive) out.setAlive(ReportProto.Alive.getDefaultInstance());
        else if (body instanceof Report.EpochDone b) out.setEpochDone(toProto(b.report()));
        else if (body instanceof Report.CheckpointSaved b)
            out.setCheckpointSaved(
                    ReportProto.CheckpointSaved.newBuilder().setCheckpoint(SpecCodec.toProto(b.checkpoint())));
        else if (body instanceof Report.TrainingFinished b)
            out.setTrainingFinished(ReportProto.TrainingFinished.newBuilder().setEpochs(b.epochs()));
        else if (body instanceof Report.EvaluationFinished b)
            out.setEvaluationFinished(ReportProto.EvaluationFinished.newBuilder()
                    .addAllResults(
                            b.results().stream().map(ResultCodec::toProto).toList()));
        else if (body instanceof Report.AttemptFailed b)
            out.setAttemptFailed(ReportProto.AttemptFailed.newBuilder().setFailure(SpecCodec.toProto(b.failure())));
        else if (body instanceof Report.Released b)
            out.setReleased(ReportProto.Released.newBuilder().setReason(b.reason()));
        return out.build().toByteArray();
    }

    /**
     * Empty if the report is of a kind that this build does not know.
     *
     * @throws BadMessage if the bytes are no report
     */
    public static Optional<Report> decode(byte[] bytes) {
        return Bytes.read("report", bytes, ReportProto.Report.parser(), m -> body(m).map(b -> new Report(
                new JobId(m.getJobId()), m.getLeaseEpoch(), m.getWorker(), Instant.ofEpochMilli(m.getAtMs()), b)));
    }

    private static Optional<Report.Body> body(ReportProto.Report m) {
        return switch (m.getBodyCase()) {
            case CLAIMED -> Optional.of(new Report.Claimed());
            case ALIVE -> Optional.of(new Report.Alive());
            case EPOCH_DONE -> Optional.of(new Report.EpochDone(fromProto(m.getEpochDone())));
            case CHECKPOINT_SAVED ->
                Optional.of(new Report.CheckpointSaved(
                        SpecCodec.fromProto(m.getCheckpointSaved().getCheckpoint())));
            case TRAINING_FINISHED ->
                Optional.of(new Report.TrainingFinished(m.getTrainingFinished().getEpochs()));
            case EVALUATION_FINISHED ->
                Optional.of(new Report.EvaluationFinished(m.getEvaluationFinished().getResultsList().stream()
                        .map(ResultCodec::fromProto)
                        .toList()));
            case ATTEMPT_FAILED ->
                Optional.of(new Report.AttemptFailed(
                        SpecCodec.fromProto(m.getAttemptFailed().getFailure())));
            case RELEASED -> Optional.of(new Report.Released(m.getReleased().getReason()));
            case BODY_NOT_SET -> Optional.empty();
        };
    }

    static ReportProto.EpochReport toProto(EpochReport r) {
        return ReportProto.EpochReport.newBuilder()
                .setEpoch(r.epoch())
                .setEpochs(r.epochs())
                .setLoss(r.loss())
                .setTop1(r.top1())
                .setImagesPerSecond(r.imagesPerSecond())
                .setSeconds(r.seconds())
                .build();
    }

    static EpochReport fromProto(ReportProto.EpochReport m) {
        return new EpochReport(
                m.getEpoch(), m.getEpochs(), m.getLoss(), m.getTop1(), m.getImagesPerSecond(), m.getSeconds());
    }
}

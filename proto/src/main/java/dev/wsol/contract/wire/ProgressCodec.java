package dev.wsol.contract.wire;

import dev.wsol.contract.JobId;
import dev.wsol.contract.Presence;
import dev.wsol.contract.Progress;
import dev.wsol.contract.wire.v1.ProgressProto;
import java.time.Instant;
import java.util.Optional;

/** Values of {@link Topics#PROGRESS}. */
public final class ProgressCodec {
    private ProgressCodec() {}

    public static byte[] encode(Progress progress) {
        var out = ProgressProto.Progress.newBuilder()
                .setJobId(progress.job().value())
                .setLeaseEpoch(progress.leaseEpoch())
                .setWorker(progress.worker())
                .setAtMs(progress.at().toEpochMilli());
        if (progress.body() instanceof Progress.Training t)
            out.setTrain(ProgressProto.TrainProgress.newBuilder()
                    .setEpoch(t.epoch())
                    .setEpochs(t.epochs())
                    .setStep(t.step())
                    .setStepsPerEpoch(t.stepsPerEpoch())
                    .setLoss(t.loss())
                    .setLearningRate(t.learningRate())
                    .setTop1(t.top1())
                    .setTop5(t.top5())
                    .setImagesPerSecond(t.imagesPerSecond())
                    .setWaitShare(t.waitShare()));
        if (progress.body() instanceof Progress.Evaluating e)
            out.setEvaluate(ProgressProto.EvaluateProgress.newBuilder()
                    .setImagesDone(e.imagesDone())
                    .setImagesTotal(e.imagesTotal())
                    .setImagesPerSecond(e.imagesPerSecond()));
        return out.build().toByteArray();
    }

    public static byte[] encode(Presence p) {
        return ProgressProto.Progress.newBuilder()
                .setWorker(p.worker())
                .setAtMs(p.at().toEpochMilli())
                .setPresence(ProgressProto.Presence.newBuilder()
                        .setKind(p.kind())
                        .addAllQueues(p.queues())
                        .setDevice(p.device())
                        .setLeaving(p.leaving())
                        .setGone(p.gone()))
                .build()
                .toByteArray();
    }

    /**
     * Empty if this is progress of a job.
     *
     * @throws BadMessage if the bytes are neither
     */
    public static Optional<Presence> presence(byte[] bytes) {
        return Bytes.read("presence", bytes, ProgressProto.Progress.parser(), m -> {
            var p = m.getPresence();
            return m.hasPresence()
                    ? Optional.of(new Presence(
                            m.getWorker(),
                            Instant.ofEpochMilli(m.getAtMs()),
                            p.getKind(),
                            p.getQueuesList(),
                            p.getDevice(),
                            p.getLeaving(),
                            p.getGone()))
                    : Optional.empty();
        });
    }

    /**
     * Empty if the progress is of a kind that this build does not know, and for the {@link #presence} of a worker.
     *
     * @throws BadMessage if the bytes are no progress
     */
    public static Optional<Progress> decode(byte[] bytes) {
        return Bytes.read("progress", bytes, ProgressProto.Progress.parser(), m -> body(m).map(b -> new Progress(
                new JobId(m.getJobId()), m.getLeaseEpoch(), m.getWorker(), Instant.ofEpochMilli(m.getAtMs()), b)));
    }

    private static Optional<Progress.Body> body(ProgressProto.Progress m) {
        return switch (m.getBodyCase()) {
            case TRAIN -> {
                var t = m.getTrain();
                yield Optional.of(new Progress.Training(
                        t.getEpoch(),
                        t.getEpochs(),
                        t.getStep(),
                        t.getStepsPerEpoch(),
                        t.getLoss(),
                        t.getLearningRate(),
                        t.getTop1(),
                        t.getTop5(),
                        t.getImagesPerSecond(),
                        t.getWaitShare()));
            }
            case EVALUATE -> {
                var e = m.getEvaluate();
                yield Optional.of(
                        new Progress.Evaluating(e.getImagesDone(), e.getImagesTotal(), e.getImagesPerSecond()));
            }
            case PRESENCE, BODY_NOT_SET -> Optional.empty();
        };
    }
}

package dev.wsol.contract.wire;

import dev.wsol.contract.Change;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.Drawing;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.wire.v1.JobProto;
import dev.wsol.contract.wire.v1.ModelProto;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Job specs to protobuf and back. */
public final class SpecCodec {
    private SpecCodec() {}

    /** Deterministic bytes: equal specs give equal bytes, so they can be hashed. */
    public static byte[] encode(JobSpec spec) {
        return toProto(spec).toByteArray();
    }

    /** Empty if the kind of job is unknown to this build. */
    public static Optional<JobSpec> decode(byte[] bytes) {
        return Bytes.read("job spec", bytes, JobProto.JobSpec.parser(), SpecCodec::fromProto);
    }

    /** First 12 hexadecimal digits of the SHA-256 of the spec: enough to derive a job id from. */
    public static String shortHash(JobSpec spec) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(encode(spec)))
                    .substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    static JobProto.JobSpec toProto(JobSpec spec) {
        var out = JobProto.JobSpec.newBuilder();
        return spec.match(new JobSpec.Cases<JobProto.JobSpec.Builder>() {
                    @Override
                    public JobProto.JobSpec.Builder train(JobSpec.Train s) {
                        return out.setTrain(trainProto(s));
                    }

                    @Override
                    public JobProto.JobSpec.Builder evaluate(JobSpec.Evaluate s) {
                        return out.setEvaluate(evaluateProto(s));
                    }

                    @Override
                    public JobProto.JobSpec.Builder sweep(JobSpec.Sweep s) {
                        var m = JobProto.SweepSpec.newBuilder()
                                .setBase(trainProto(s.base()))
                                .addAllArchs(s.archs())
                                .addAllLearningRates(s.learningRates())
                                .addAllSeeds(s.seeds());
                        s.search().ifPresent(search -> m.setSearch(SearchCodec.toProto(search)));
                        return out.setSweep(m);
                    }
                })
                .build();
    }

    static Optional<JobSpec> fromProto(JobProto.JobSpec m) {
        return switch (m.getKindCase()) {
            case TRAIN -> Optional.of(train(m.getTrain()));
            case EVALUATE -> Optional.of(evaluate(m.getEvaluate()));
            case SWEEP ->
                Optional.of(new JobSpec.Sweep(
                        train(m.getSweep().getBase()),
                        m.getSweep().getArchsList(),
                        m.getSweep().getLearningRatesList(),
                        m.getSweep().getSeedsList(),
                        m.getSweep().hasSearch()
                                ? Optional.of(SearchCodec.fromProto(m.getSweep().getSearch()))
                                : Optional.empty()));
            case KIND_NOT_SET -> Optional.empty();
        };
    }

    private static JobProto.TrainSpec trainProto(JobSpec.Train s) {
        var m = JobProto.TrainSpec.newBuilder()
                .setModel(toProto(s.model()))
                .setData(toProto(s.data()))
                .setRecipe(RecipeCodec.toProto(s.recipe()))
                .setEvaluation(request(s.evaluation()))
                .setQueue(s.queue())
                .setCheckpointMinutes(s.checkpointMinutes());
        s.resumeFrom().ifPresent(c -> m.setResumeFrom(toProto(c)));
        return m.build();
    }

    private static JobSpec.Train train(JobProto.TrainSpec m) {
        return new JobSpec.Train(
                fromProto(m.getModel()),
                fromProto(m.getData()),
                Same.as(RecipeCodec.fromProto(m.getRecipe())),
                Same.as(request(m.getEvaluation())),
                Same.as(m.getQueue()),
                m.getCheckpointMinutes(),
                m.hasResumeFrom() ? Optional.of(fromProto(m.getResumeFrom())) : Optional.empty());
    }

    private static JobProto.EvaluateSpec evaluateProto(JobSpec.Evaluate s) {
        var m = JobProto.EvaluateSpec.newBuilder()
                .setCheckpoint(toProto(s.checkpoint()))
                .setModel(toProto(s.model()))
                .setData(toProto(s.data()))
                .addAllProtocols(s.protocols())
                .setOverlays(s.overlays())
                .setQueue(s.queue())
                .setOrigin(toProto(s.origin()));
        drawing(s.draw()).ifPresent(m::setDraw);
        return m.build();
    }

    private static JobSpec.Evaluate evaluate(JobProto.EvaluateSpec m) {
        return new JobSpec.Evaluate(
                fromProto(m.getCheckpoint()),
                fromProto(m.getModel()),
                fromProto(m.getData()),
                Same.as(List.copyOf(m.getProtocolsList())),
                m.getOverlays(),
                Same.as(fromProto(m.getDraw())),
                Same.as(m.getQueue()),
                fromProto(m.getOrigin()));
    }

    /** Empty for none, so that a spec without pictures keeps the bytes, and with them the id, that it always had. */
    private static Optional<JobProto.Drawing> drawing(Drawing d) {
        return Optional.of(JobProto.Drawing.newBuilder()
                        .setImages(d.images())
                        .setChosenThreshold(d.chosenThreshold())
                        .build())
                .filter(m -> !d.equals(Drawing.NONE));
    }

    private static Drawing fromProto(JobProto.Drawing m) {
        return new Drawing(m.getImages(), m.getChosenThreshold());
    }

    static ModelProto.ModelSpec toProto(ModelSpec s) {
        return ModelProto.ModelSpec.newBuilder()
                .setArch(s.arch())
                .setWidth(s.width())
                .setDepth(s.depth())
                .setHeads(s.heads())
                .addAllIterations(s.iterations())
                .build();
    }

    static ModelSpec fromProto(ModelProto.ModelSpec m) {
        return Same.as(new ModelSpec(m.getArch(), m.getWidth(), m.getDepth(), m.getHeads(), m.getIterationsList()));
    }

    static JobProto.Origin toProto(Origin o) {
        return JobProto.Origin.newBuilder()
                .setTrainJobId(o.trainJob())
                .setSweepJobId(o.sweepJob())
                .setLearningRate(o.learningRate())
                .setSeed(o.seed())
                .setSelection(o.selection())
                .setSource(o.source())
                .build();
    }

    static Origin fromProto(JobProto.Origin m) {
        return new Origin(
                m.getTrainJobId(),
                m.getSweepJobId(),
                m.getLearningRate(),
                m.getSeed(),
                Same.as(m.getSelection()),
                Same.as(m.getSource()));
    }

    static JobProto.CheckpointRef toProto(CheckpointRef c) {
        return JobProto.CheckpointRef.newBuilder()
                .setUri(c.uri())
                .setSha256(c.sha256())
                .setEpoch(c.epoch())
                .setStep(c.step())
                .build();
    }

    static CheckpointRef fromProto(JobProto.CheckpointRef m) {
        return new CheckpointRef(m.getUri(), m.getSha256(), m.getEpoch(), m.getStep());
    }

    static JobProto.Change toProto(Change c) {
        return JobProto.Change.newBuilder()
                .setQueue(c.queue().orElse(""))
                .setEpochs(c.epochs().orElse(0))
                .build();
    }

    static Change fromProto(JobProto.Change m) {
        return new Change(
                m.getQueue().isEmpty() ? Optional.empty() : Optional.of(m.getQueue()),
                m.getEpochs() == 0 ? OptionalInt.empty() : OptionalInt.of(m.getEpochs()));
    }

    static JobProto.Failure toProto(Failure f) {
        return JobProto.Failure.newBuilder()
                .setCode(JobProto.Failure.Code.valueOf(f.code().name()))
                .setMessage(f.message())
                .build();
    }

    /** A code of a newer build reads as INTERNAL: the message still tells people what happened. */
    static Failure fromProto(JobProto.Failure m) {
        return switch (m.getCode()) {
            case CODE_UNSPECIFIED, UNRECOGNIZED -> new Failure(Failure.Code.INTERNAL, m.getMessage());
            default -> new Failure(Failure.Code.valueOf(m.getCode().name()), m.getMessage());
        };
    }

    static JobProto.DataRef toProto(DataRef d) {
        return JobProto.DataRef.newBuilder()
                .setPath(d.path())
                .setLayout(d.layout())
                .setImages(d.images())
                .setProxy(d.proxy())
                .setValidationPerClass(d.validationPerClass())
                .setValidationSeed(d.validationSeed())
                .build();
    }

    static DataRef fromProto(JobProto.DataRef m) {
        return Same.as(new DataRef(
                m.getPath(),
                m.getLayout(),
                m.getImages(),
                m.getProxy(),
                m.getValidationPerClass(),
                m.getValidationSeed()));
    }

    private static JobProto.EvaluationRequest request(EvaluationRequest r) {
        var m = JobProto.EvaluationRequest.newBuilder()
                .setWhen(JobProto.EvaluationRequest.When.valueOf(r.when().name()))
                .addAllProtocols(r.protocols())
                .setOverlays(r.overlays())
                .setQueue(r.queue());
        drawing(r.draw()).ifPresent(m::setDraw);
        return m.build();
    }

    private static EvaluationRequest request(JobProto.EvaluationRequest m) {
        return switch (m.getWhen()) {
            case WHEN_UNSPECIFIED, UNRECOGNIZED -> EvaluationRequest.DEFAULT;
            default ->
                new EvaluationRequest(
                        EvaluationRequest.When.valueOf(m.getWhen().name()),
                        m.getProtocolsList(),
                        m.getOverlays(),
                        fromProto(m.getDraw()),
                        m.getQueue());
        };
    }
}

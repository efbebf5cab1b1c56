package dev.wsol.contract.wire;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.InitialWeights;
import dev.wsol.contract.Optimizer;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Refinements;
import dev.wsol.contract.Schedule;
import dev.wsol.contract.Selection;
import dev.wsol.contract.wire.v1.JobProto;
import java.util.Optional;

/** Recipes to protobuf and back. What is at its default is not written: a plain recipe has the bytes that it always had. */
final class RecipeCodec {
    private RecipeCodec() {}

    static JobProto.Recipe toProto(Recipe r) {
        var out = JobProto.Recipe.newBuilder()
                .setEpochs(r.epochs())
                .setBatch(r.batch())
                .setLearningRate(r.learningRate())
                .setWeightDecay(r.weightDecay())
                .setDropPath(r.dropPath())
                .setSeed(r.seed())
                .setPrecision(JobProto.Precision.valueOf(r.precision().name()));
        schedule(r.schedule(), out);
        optimizer(r.optimizer(), out);
        refinements(r.refinements(), out);
        r.init()
                .ifPresent(i -> out.setInit(
                        JobProto.InitialWeights.newBuilder().setUri(i.uri()).setSha256(i.sha256())));
        if (!r.selection().equals(Selection.DEFAULT))
            out.setSelection(JobProto.Selection.newBuilder()
                    .setBy(JobProto.Selection.By.valueOf(r.selection().by().name()))
                    .setOn(JobProto.Selection.On.valueOf(r.selection().on().name())));
        return out.build();
    }

    private static void schedule(Schedule schedule, JobProto.Recipe.Builder out) {
        if (schedule instanceof Schedule.Steps s)
            out.setSteps(JobProto.StepSchedule.newBuilder()
                    .addAllEpochs(s.epochs())
                    .setFactor(s.factor())
                    .setWarmup(s.warmup()));
        if (schedule instanceof Schedule.Cosine c)
            out.setCosine(JobProto.CosineSchedule.newBuilder().setWarmup(c.warmup()));
    }

    private static void optimizer(Optimizer optimizer, JobProto.Recipe.Builder out) {
        if (optimizer.equals(Optimizer.OFFICIAL)) return;
        if (optimizer instanceof Optimizer.AdamW a)
            out.setAdamw(JobProto.AdamWOptimizer.newBuilder()
                    .setBeta1(a.beta1())
                    .setBeta2(a.beta2())
                    .setEps(a.eps()));
        if (optimizer instanceof Optimizer.Sgd s)
            out.setSgd(
                    JobProto.SgdOptimizer.newBuilder().setMomentum(s.momentum()).setNesterov(s.nesterov()));
    }

    private static void refinements(Refinements r, JobProto.Recipe.Builder out) {
        out.setClipNorm(r.clipNorm())
                .setLabelSmoothing(r.labelSmoothing())
                .setEmaDecay(r.emaDecay())
                .setDropout(r.dropout())
                .setAccumulation(r.accumulation() == 1 ? 0 : r.accumulation());
    }

    static Recipe fromProto(JobProto.Recipe m) {
        return new Recipe(
                m.getEpochs(),
                m.getBatch(),
                m.getLearningRate(),
                m.getWeightDecay(),
                m.getDropPath(),
                m.getSeed(),
                schedule(m),
                optimizer(m),
                new Refinements(
                        m.getClipNorm(),
                        m.getLabelSmoothing(),
                        m.getEmaDecay(),
                        m.getDropout(),
                        m.getAccumulation() == 0 ? 1 : m.getAccumulation()),
                precision(m.getPrecision()),
                m.hasInit()
                        ? Optional.of(new InitialWeights(
                                m.getInit().getUri(), m.getInit().getSha256()))
                        : Optional.empty(),
                m.hasSelection() ? selection(m.getSelection()) : Selection.DEFAULT);
    }

    private static Schedule schedule(JobProto.Recipe m) {
        return switch (m.getScheduleCase()) {
            case COSINE -> new Schedule.Cosine(m.getCosine().getWarmup());
            case STEPS ->
                new Schedule.Steps(
                        m.getSteps().getEpochsList(),
                        m.getSteps().getFactor(),
                        m.getSteps().getWarmup());
            case SCHEDULE_NOT_SET -> Recipe.OFFICIAL.schedule();
        };
    }

    private static Optimizer optimizer(JobProto.Recipe m) {
        return switch (m.getOptimizerCase()) {
            case ADAMW ->
                new Optimizer.AdamW(
                        m.getAdamw().getBeta1(),
                        m.getAdamw().getBeta2(),
                        m.getAdamw().getEps());
            case SGD -> new Optimizer.Sgd(m.getSgd().getMomentum(), m.getSgd().getNesterov());
            case OPTIMIZER_NOT_SET -> Optimizer.OFFICIAL;
        };
    }

    /** A format of a newer build must not silently become another one. */
    private static Precision precision(JobProto.Precision p) {
        return switch (p) {
            case FP32 -> Precision.FP32;
            case BF16 -> Precision.BF16;
            case UNRECOGNIZED -> throw new BadSpec("precision", "is unknown to this build");
        };
    }

    private static Selection selection(JobProto.Selection m) {
        var by =
                switch (m.getBy()) {
                    case GT_KNOWN -> Selection.By.GT_KNOWN;
                    case MAX_BOX_ACC -> Selection.By.MAX_BOX_ACC;
                    case TOP1_LOC -> Selection.By.TOP1_LOC;
                    case TOP1_CLS -> Selection.By.TOP1_CLS;
                    case BY_UNSPECIFIED, UNRECOGNIZED -> Selection.DEFAULT.by();
                };
        var on =
                switch (m.getOn()) {
                    case VALIDATION -> Selection.On.VALIDATION;
                    case TEST -> Selection.On.TEST;
                    case LAST -> Selection.On.LAST;
                    case ON_UNSPECIFIED, UNRECOGNIZED -> Selection.DEFAULT.on();
                };
        return new Selection(by, on);
    }
}

package dev.wsol.contract.wire;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Condition;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.Repeats;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.Space;
import dev.wsol.contract.wire.v1.JobProto;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a search is asked for, to protobuf and back. */
final class SearchCodec {
    private SearchCodec() {}

    static JobProto.SearchSpec toProto(SearchSpec s) {
        var out = JobProto.SearchSpec.newBuilder()
                .setSampler(JobProto.SearchSpec.Sampler.valueOf(s.sampler().name()))
                .setScheduler(scheduler(s.scheduler()))
                .setObjective(JobProto.Objective.newBuilder()
                        .setProtocol(s.objective().protocol())
                        .setMetric(s.objective().metric())
                        .setMinimise(!s.objective().maximise()))
                .setBudget(toProto(s.budget()))
                .setSeed(s.seed())
                .setRepeats(JobProto.Repeats.newBuilder()
                        .setTop(s.repeats().top())
                        .addAllSeeds(s.repeats().seeds()));
        s.space().dimensions().forEach(d -> out.addSpace(dimension(d)));
        return out.build();
    }

    static SearchSpec fromProto(JobProto.SearchSpec m) {
        return new SearchSpec(
                new Space(m.getSpaceList().stream().map(SearchCodec::dimension).toList()),
                switch (m.getSampler()) {
                    case SAMPLER_UNSPECIFIED, UNRECOGNIZED ->
                        throw new BadSpec("search.sampler", "is unknown to this build");
                    default -> Sampler.valueOf(m.getSampler().name());
                },
                scheduler(m.getScheduler()),
                new Objective(
                        m.getObjective().getProtocol(),
                        m.getObjective().getMetric(),
                        !m.getObjective().getMinimise()),
                fromProto(m.getBudget()),
                m.getSeed(),
                new Repeats(m.getRepeats().getTop(), m.getRepeats().getSeedsList()));
    }

    static JobProto.Budget toProto(Budget b) {
        var out = JobProto.Budget.newBuilder()
                .setTrials(b.trials())
                .setParallel(b.parallel())
                .setEpochs(b.epochs())
                .setWallMs(b.wall().toMillis())
                .setGpuSeconds(b.gpuSeconds());
        b.target().ifPresent(out::setTarget);
        return out.build();
    }

    static Budget fromProto(JobProto.Budget m) {
        return new Budget(
                m.getTrials(),
                m.getParallel(),
                m.getEpochs(),
                Duration.ofMillis(m.getWallMs()),
                m.getGpuSeconds(),
                m.hasTarget() ? OptionalDouble.of(m.getTarget()) : OptionalDouble.empty());
    }

    private static JobProto.Dimension dimension(Dimension d) {
        var out = JobProto.Dimension.newBuilder().setName(d.name());
        if (d instanceof Dimension.Real r)
            out.setReal(JobProto.RealRange.newBuilder()
                    .setLow(r.low())
                    .setHigh(r.high())
                    .setLog(r.log()));
        if (d instanceof Dimension.Whole w)
            out.setWhole(JobProto.WholeRange.newBuilder()
                    .setLow(w.low())
                    .setHigh(w.high())
                    .setLog(w.log()));
        if (d instanceof Dimension.Choice c)
            out.setOptions(JobProto.Options.newBuilder().addAllOptions(c.options()));
        d.when()
                .ifPresent(c -> out.setWhen(JobProto.Condition.newBuilder()
                        .setParameter(c.parameter())
                        .addAllValues(c.values())));
        return out.build();
    }

    private static Dimension dimension(JobProto.Dimension m) {
        Optional<Condition> when = m.hasWhen()
                ? Optional.of(
                        new Condition(m.getWhen().getParameter(), m.getWhen().getValuesList()))
                : Optional.empty();
        return switch (m.getValuesCase()) {
            case REAL ->
                new Dimension.Real(
                        m.getName(),
                        m.getReal().getLow(),
                        m.getReal().getHigh(),
                        m.getReal().getLog(),
                        when);
            case WHOLE ->
                new Dimension.Whole(
                        m.getName(),
                        m.getWhole().getLow(),
                        m.getWhole().getHigh(),
                        m.getWhole().getLog(),
                        when);
            case OPTIONS -> new Dimension.Choice(m.getName(), m.getOptions().getOptionsList(), when);
            case VALUES_NOT_SET ->
                throw new BadSpec("search.space", m.getName() + " has no values known to this build");
        };
    }

    private static JobProto.Scheduler scheduler(Scheduler s) {
        var out = JobProto.Scheduler.newBuilder();
        if (s instanceof Scheduler.Full f)
            out.setFull(JobProto.FullSchedule.newBuilder().setEvery(f.every()));
        if (s instanceof Scheduler.Median m)
            out.setMedian(JobProto.MedianRule.newBuilder()
                    .setEvery(m.every())
                    .setGrace(m.grace())
                    .setTrials(m.trials()));
        if (s instanceof Scheduler.Asha a) out.setAsha(rungs(a.least(), a.eta()));
        if (s instanceof Scheduler.Hyperband h) out.setHyperband(rungs(h.least(), h.eta()));
        if (s instanceof Scheduler.Pbt p)
            out.setPbt(JobProto.Population.newBuilder()
                    .setMembers(p.population())
                    .setInterval(p.interval())
                    .setShare(p.share()));
        return out.build();
    }

    private static JobProto.Rungs rungs(int least, int eta) {
        return JobProto.Rungs.newBuilder().setLeast(least).setEta(eta).build();
    }

    private static Scheduler scheduler(JobProto.Scheduler m) {
        return switch (m.getKindCase()) {
            case FULL -> new Scheduler.Full(m.getFull().getEvery());
            case MEDIAN ->
                new Scheduler.Median(
                        m.getMedian().getEvery(),
                        m.getMedian().getGrace(),
                        m.getMedian().getTrials());
            case ASHA -> new Scheduler.Asha(m.getAsha().getLeast(), m.getAsha().getEta());
            case HYPERBAND ->
                new Scheduler.Hyperband(
                        m.getHyperband().getLeast(), m.getHyperband().getEta());
            case PBT ->
                new Scheduler.Pbt(
                        m.getPbt().getMembers(),
                        m.getPbt().getInterval(),
                        m.getPbt().getShare());
            case KIND_NOT_SET -> new Scheduler.Full(0);
        };
    }
}

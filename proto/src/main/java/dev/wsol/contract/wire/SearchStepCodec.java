package dev.wsol.contract.wire;

import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.contract.wire.v1.EventProto;
import java.util.Optional;

/** What a search was told or decided, to protobuf and back. */
final class SearchStepCodec {
    private SearchStepCodec() {}

    static EventProto.Searched toProto(SearchStep step) {
        var out = EventProto.Searched.newBuilder();
        if (step instanceof SearchStep.Proposed s) out.setProposed(proposed(s));
        if (step instanceof SearchStep.Measured s)
            out.setMeasured(EventProto.TrialMeasured.newBuilder()
                    .setTrial(s.trial())
                    .setEpoch(s.epoch())
                    .setValue(s.value()));
        if (step instanceof SearchStep.Continued s)
            out.setContinued(EventProto.TrialContinued.newBuilder()
                    .setTrial(s.trial())
                    .setUntil(s.until())
                    .setWhy(s.why()));
        if (step instanceof SearchStep.Stopped s)
            out.setStopped(
                    EventProto.TrialStopped.newBuilder().setTrial(s.trial()).setWhy(s.why()));
        if (step instanceof SearchStep.Started s)
            out.setStarted(EventProto.TrialStarted.newBuilder().setTrial(s.trial()));
        if (step instanceof SearchStep.Freed s)
            out.setFreed(EventProto.TrialFreed.newBuilder()
                    .setTrial(s.trial())
                    .setEpoch(s.epoch())
                    .setSeconds(s.seconds()));
        if (step instanceof SearchStep.Ended s)
            out.setEnded(EventProto.TrialEnded.newBuilder().setTrial(s.trial()).setHow(s.how()));
        if (step instanceof SearchStep.Exhausted s)
            out.setExhausted(EventProto.BudgetExhausted.newBuilder()
                    .setBudget(s.budget())
                    .setWhy(s.why()));
        if (step instanceof SearchStep.Extended s) out.setExtended(SearchCodec.toProto(s.budget()));
        return out.build();
    }

    /** Empty for a step of a newer build. */
    static Optional<SearchStep> fromProto(EventProto.Searched m) {
        return switch (m.getStepCase()) {
            case PROPOSED -> Optional.of(proposed(m.getProposed()));
            case MEASURED ->
                Optional.of(new SearchStep.Measured(
                        m.getMeasured().getTrial(),
                        m.getMeasured().getEpoch(),
                        m.getMeasured().getValue()));
            case CONTINUED ->
                Optional.of(new SearchStep.Continued(
                        m.getContinued().getTrial(),
                        m.getContinued().getUntil(),
                        m.getContinued().getWhy()));
            case STOPPED ->
                Optional.of(new SearchStep.Stopped(
                        m.getStopped().getTrial(), m.getStopped().getWhy()));
            case STARTED -> Optional.of(new SearchStep.Started(m.getStarted().getTrial()));
            case FREED ->
                Optional.of(new SearchStep.Freed(
                        m.getFreed().getTrial(),
                        m.getFreed().getEpoch(),
                        m.getFreed().getSeconds()));
            case ENDED ->
                Optional.of(new SearchStep.Ended(
                        m.getEnded().getTrial(), m.getEnded().getHow()));
            case EXHAUSTED ->
                Optional.of(new SearchStep.Exhausted(
                        m.getExhausted().getBudget(), m.getExhausted().getWhy()));
            case EXTENDED -> Optional.of(new SearchStep.Extended(SearchCodec.fromProto(m.getExtended())));
            case STEP_NOT_SET -> Optional.empty();
        };
    }

    private static EventProto.TrialProposed proposed(SearchStep.Proposed s) {
        var out = EventProto.TrialProposed.newBuilder()
                .setTrial(s.trial())
                .putAllPoint(s.point().values())
                .setUntil(s.until())
                .setBracket(s.bracket())
                .setRepeats(s.repeats())
                .setWhy(s.why());
        s.from().ifPresent(f -> out.setFromTrial(f.trial()).setFromEpoch(f.epoch()));
        return out.build();
    }

    private static SearchStep.Proposed proposed(EventProto.TrialProposed m) {
        return new SearchStep.Proposed(
                m.getTrial(),
                new Point(m.getPointMap()),
                m.getUntil(),
                m.getBracket(),
                m.getFromTrial() > 0
                        ? Optional.of(new SearchStep.From(m.getFromTrial(), m.getFromEpoch()))
                        : Optional.empty(),
                m.getRepeats(),
                m.getWhy());
    }
}

package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.sweep.SearchStep;

/** What a search was told or decided, in JSON: {@code is}, then the fields of the step. */
final class StepJson {
    private StepJson() {}

    static ObjectNode write(SearchStep step) {
        var out = Values.object().put("is", step.getClass().getSimpleName());
        if (step instanceof SearchStep.Proposed s) {
            out.put("trial", s.trial());
            var point = out.putObject("point");
            s.point().values().forEach(point::put);
            out.put("until", s.until()).put("bracket", s.bracket());
            s.from()
                    .ifPresent(
                            f -> out.putObject("from").put("trial", f.trial()).put("epoch", f.epoch()));
            if (s.repeats() > 0) out.put("repeats", s.repeats());
            out.put("why", s.why());
        }
        if (step instanceof SearchStep.Measured s) {
            out.put("trial", s.trial()).put("epoch", s.epoch());
            if (Double.isFinite(s.value())) out.put("value", s.value());
            else out.putNull("value");
        }
        if (step instanceof SearchStep.Continued s)
            out.put("trial", s.trial()).put("until", s.until()).put("why", s.why());
        if (step instanceof SearchStep.Stopped s) out.put("trial", s.trial()).put("why", s.why());
        if (step instanceof SearchStep.Started s) out.put("trial", s.trial());
        if (step instanceof SearchStep.Freed s)
            out.put("trial", s.trial()).put("epoch", s.epoch()).put("seconds", s.seconds());
        if (step instanceof SearchStep.Ended s) out.put("trial", s.trial()).put("how", s.how());
        if (step instanceof SearchStep.Exhausted s)
            out.put("budget", s.budget()).put("why", s.why());
        if (step instanceof SearchStep.Extended s) out.set("budget", SearchJson.budget(s.budget()));
        return out;
    }
}

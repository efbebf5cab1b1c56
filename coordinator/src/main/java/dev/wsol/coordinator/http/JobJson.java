package dev.wsol.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.Choice;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Selection;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.JobView;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Jobs to JSON. */
final class JobJson {
    private final JobView view;
    private final WaitsFor waits;

    JobJson(JobView view) {
        this.view = view;
        this.waits = new WaitsFor(view.lines());
    }

    /** Everything that is known of the job. */
    ObjectNode full(JobCard card) {
        var out = brief(card);
        var epochs = out.putArray("epochs");
        card.epochs().forEach(e -> epochs.add(Values.epoch(e)));
        out.set("spec", SpecWriter.write(card.job().spec()));
        return out;
    }

    /** Without the spec and the history of epochs. */
    ObjectNode brief(JobCard card) {
        var job = card.job();
        var out = Values.object()
                .put("id", job.id().value())
                .put("kind", Values.kind(job.spec()))
                .put("state", job.state().name().toLowerCase(Locale.ROOT));
        out.put("owner", job.owner().isEmpty() ? null : job.owner());
        out.put("parent", job.parent().map(Object::toString).orElse(null));
        out.put("root", card.root().value());
        var children = out.putArray("children");
        view.children(job.id()).forEach(c -> children.add(c.value()));
        what(out, job.spec());
        out.put("leaseEpoch", job.leaseEpoch()).put("worker", job.worker().isEmpty() ? null : job.worker());
        out.put("submittedAt", card.submittedAt().toString());
        Values.time(out, "startedAt", card.startedAt());
        Values.time(out, "endedAt", card.endedAt());
        out.put("waiting", card.waiting().isEmpty() ? null : card.waiting());
        out.put("failures", card.failures()).put("leasesLost", job.leasesLost()).put("preemptions", job.preemptions());
        out.put("pausing", job.pauseAsked());
        waits.of(card).ifPresentOrElse(w -> out.set("waitsFor", w), () -> out.putNull("waitsFor"));
        deeds(out, card);
        return out;
    }

    private static void what(ObjectNode out, JobSpec spec) {
        if (spec instanceof JobSpec.Train t)
            out.put("arch", t.model().arch())
                    .put("lr", t.recipe().learningRate())
                    .put("seed", t.recipe().seed())
                    .put("queue", t.queue());
        if (spec instanceof JobSpec.Evaluate e)
            out.put("arch", e.model().arch())
                    .put("lr", e.origin().learningRate())
                    .put("seed", e.origin().seed())
                    .put("queue", e.queue());
    }

    /** The checkpoint that counts, as far as evaluations have come. */
    private Optional<Choice> chosen(JobCard card, Selection rule) {
        var scored = view.children(card.id()).stream()
                .flatMap(id -> view.get(id).stream())
                .flatMap(child -> child.results().stream())
                .map(Choice.Candidate::of);
        var stored = card.checkpoints().stream().map(c -> new Choice.Candidate(c, "", "", Map.of()));
        return Choice.of(rule, Stream.concat(scored, stored).toList());
    }

    private void deeds(ObjectNode out, JobCard card) {
        view.progress(card.id())
                .ifPresentOrElse(p -> out.set("progress", Values.progress(p.body())), () -> out.putNull("progress"));
        var checkpoints = out.putArray("checkpoints");
        card.checkpoints().forEach(c -> checkpoints.add(SpecWriter.checkpoint(c)));
        var results = out.putArray("results");
        card.results().forEach(r -> results.add(Values.result(r)));
        if (card.job().spec() instanceof JobSpec.Train train)
            chosen(card, train.recipe().selection())
                    .ifPresentOrElse(
                            c -> out.set(
                                    "chosen", Values.choice(c, train.recipe().selection())),
                            () -> out.putNull("chosen"));
        card.cancelled()
                .ifPresentOrElse(
                        c -> out.putObject("cancelled")
                                .put("by", c.by().isBlank() ? null : c.by())
                                .put("reason", c.reason().isBlank() ? null : c.reason()),
                        () -> out.putNull("cancelled"));
        card.job().failure().ifPresentOrElse(f -> out.set("failure", Values.failure(f)), () -> out.putNull("failure"));
    }
}

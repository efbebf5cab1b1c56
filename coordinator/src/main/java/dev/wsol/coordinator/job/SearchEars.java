package dev.wsol.coordinator.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.SearchStep;
import dev.wsol.coordinator.search.History;
import dev.wsol.coordinator.search.Limits;
import dev.wsol.coordinator.search.Search;
import dev.wsol.coordinator.search.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a search is told of the jobs below its sweep. */
final class SearchEars {
    private final JobTable table;
    private final Instant now;

    SearchEars(JobTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    /** A trial's place in its search. */
    private record Place(Job sweep, SearchSpec wanted, int number, Job job) {}

    /** The sweep with a search that the job belongs to, at whatever depth; itself included. */
    static Optional<Job> above(JobTable table, JobId id) {
        for (var at = table.get(id); at.isPresent(); at = at.get().parent().flatMap(table::get))
            if (at.get().spec() instanceof JobSpec.Sweep s && s.search().isPresent()) return at;
        return Optional.empty();
    }

    /** Whether the checkpoint of a job is to be evaluated: trials of a search only where it measures, others always. */
    static boolean wants(JobTable table, Job train, int epoch) {
        var sweep = train.parent().flatMap(table::get);
        if (sweep.isEmpty()
                || !(sweep.get().spec() instanceof JobSpec.Sweep s)
                || s.search().isEmpty()) return true;
        return s.base().evaluation().when() == EvaluationRequest.When.EACH_CHECKPOINT
                || Search.of(s.search().get(), s.base().recipe().epochs()).measures(epoch);
    }

    List<JobEvent> hear(JobEvent event) {
        var job = table.get(event.job());
        if (job.isEmpty()) return List.of();
        if (job.get().spec() instanceof JobSpec.Train)
            return place(job.get()).map(p -> trial(p, event)).orElse(List.of());
        if (job.get().spec() instanceof JobSpec.Evaluate e)
            return job.get().parent().flatMap(table::get).flatMap(this::place).stream()
                    .flatMap(p -> evaluation(p, e.checkpoint(), event).stream())
                    .toList();
        return List.of();
    }

    private Optional<Place> place(Job job) {
        return job.parent()
                .flatMap(table::get)
                .filter(s -> s.spec() instanceof JobSpec.Sweep sweep
                        && sweep.search().isPresent())
                .map(s -> new Place(
                        s, ((JobSpec.Sweep) s.spec()).search().orElseThrow(), Names.number(s.id(), job.id()), job))
                .filter(p -> p.number() > 0);
    }

    private List<JobEvent> trial(Place p, JobEvent event) {
        boolean granted = event instanceof JobEvent.LeaseGranted;
        boolean freed = event instanceof JobEvent.Queued
                || event instanceof JobEvent.Held
                || event instanceof JobEvent.LeaseLost
                || event instanceof JobEvent.RetryPlanned
                || event instanceof JobEvent.Paused
                || event.terminal();
        if (!granted && !freed) return List.of();
        var history = history(p);
        var t = history.trial(p.number());
        var out = new ArrayList<JobEvent>();
        if (granted && t.work().since().isEmpty()) out.add(searched(p, new SearchStep.Started(t.number())));
        if (freed && t.work().since().isPresent()) out.add(searched(p, freed(t, p.job())));
        if (event.terminal() && !setAside(p, history, event) && t.ended().isEmpty())
            out.add(searched(p, new SearchStep.Ended(t.number(), how(p.job()))));
        return out;
    }

    /** What runs when a budget or the whole sweep ends is cancelled but not over: opened again, it goes on. */
    private static boolean setAside(Place p, History h, JobEvent event) {
        return event instanceof JobEvent.Cancelled
                && (p.sweep().state().ended() || h.exhausted().stream().anyMatch(Limits::stopsAll));
    }

    private SearchStep freed(Trial t, Job job) {
        double seconds = Duration.between(t.work().since().orElseThrow(), now).toMillis() / 1e3;
        int epoch = job.checkpoint().map(CheckpointRef::epoch).orElse(0);
        return new SearchStep.Freed(t.number(), epoch, seconds);
    }

    private static String how(Job job) {
        var state = job.state().name().toLowerCase(Locale.ROOT);
        return job.failure()
                .filter(f -> state.equals("failed"))
                .map(f -> state + ": " + f.message())
                .orElse(state);
    }

    private List<JobEvent> evaluation(Place p, CheckpointRef checkpoint, JobEvent event) {
        if (event instanceof JobEvent.Scored s) {
            var value = p.wanted()
                    .objective()
                    .of(s.result().protocol().digest(), s.result().metrics());
            return value
                    .<JobEvent>map(v -> searched(p, new SearchStep.Measured(p.number(), checkpoint.epoch(), v)))
                    .stream()
                    .toList();
        }
        boolean said = !event.terminal()
                || p.sweep().state().ended()
                || history(p).trial(p.number()).measures().containsKey(checkpoint.epoch());
        return said
                ? List.of()
                : List.of(searched(p, new SearchStep.Measured(p.number(), checkpoint.epoch(), Double.NaN)));
    }

    private History history(Place p) {
        return History.of(p.wanted(), table.steps(p.sweep().id()));
    }

    private JobEvent searched(Place p, SearchStep step) {
        return new JobEvent.Searched(p.sweep().id(), now, step);
    }
}

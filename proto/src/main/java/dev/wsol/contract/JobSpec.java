package dev.wsol.contract;

import dev.wsol.contract.sweep.Knob;
import dev.wsol.contract.sweep.Point;
import dev.wsol.contract.sweep.SearchSpec;
import java.util.List;
import java.util.Optional;

/** What a job is to do. */
public sealed interface JobSpec {

    <R> R match(Cases<R> cases);

    /**
     * Train one network on one data set and publish its checkpoints.
     *
     * @param checkpointMinutes how often training is saved between the ends of epochs, too; 0 for never. A worker that is
     *     asked to stop saves in any case.
     * @param resumeFrom checkpoint of another run that it goes on from: weights, optimizer and counters
     */
    record Train(
            ModelSpec model,
            DataRef data,
            Recipe recipe,
            EvaluationRequest evaluation,
            String queue,
            int checkpointMinutes,
            Optional<CheckpointRef> resumeFrom)
            implements JobSpec {
        /** From the first epoch. */
        public Train(
                ModelSpec model,
                DataRef data,
                Recipe recipe,
                EvaluationRequest evaluation,
                String queue,
                int checkpointMinutes) {
            this(model, data, recipe, evaluation, queue, checkpointMinutes, Optional.empty());
        }

        /** Saved at the ends of epochs only. */
        public Train(ModelSpec model, DataRef data, Recipe recipe, EvaluationRequest evaluation, String queue) {
            this(model, data, recipe, evaluation, queue, 0);
        }

        public Train {
            Need.atLeast("checkpointMinutes", checkpointMinutes, 0);
            Need.queue("queue", queue);
        }

        public Train with(ModelSpec other) {
            return new Train(other, data, recipe, evaluation, queue, checkpointMinutes, resumeFrom);
        }

        public Train with(DataRef other) {
            return new Train(model, other, recipe, evaluation, queue, checkpointMinutes, resumeFrom);
        }

        public Train with(Recipe other) {
            return new Train(model, data, other, evaluation, queue, checkpointMinutes, resumeFrom);
        }

        public Train with(EvaluationRequest other) {
            return new Train(model, data, recipe, other, queue, checkpointMinutes, resumeFrom);
        }

        public Train resuming(CheckpointRef from) {
            return new Train(model, data, recipe, evaluation, queue, checkpointMinutes, Optional.of(from));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.train(this);
        }
    }

    /**
     * Score one checkpoint under one or more protocols.
     *
     * @param protocols each a preset's name or {@link Protocol#text()}, at least one
     * @param overlays overlay pictures to draw per split, 0 for none
     * @param draw the official tool's pictures
     */
    record Evaluate(
            CheckpointRef checkpoint,
            ModelSpec model,
            DataRef data,
            List<String> protocols,
            int overlays,
            Drawing draw,
            String queue,
            Origin origin)
            implements JobSpec {
        public Evaluate {
            protocols = List.copyOf(protocols);
            Need.some("protocols", protocols);
            Protocol.all(protocols);
            Need.atLeast("overlays", overlays, 0);
            Need.queue("queue", queue);
        }

        /** Without the official tool's pictures. */
        public Evaluate(
                CheckpointRef checkpoint,
                ModelSpec model,
                DataRef data,
                List<String> protocols,
                int overlays,
                String queue,
                Origin origin) {
            this(checkpoint, model, data, protocols, overlays, Drawing.NONE, queue, origin);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.evaluate(this);
        }
    }

    /**
     * Train jobs that differ: every combination of the lists, where an empty list means the base's own value; or those
     * that a search chooses, and then the lists are empty.
     */
    record Sweep(
            Train base, List<String> archs, List<Double> learningRates, List<Long> seeds, Optional<SearchSpec> search)
            implements JobSpec {
        /** More is almost always a slip of the pen. */
        public static final int MAX_TRIALS = 1000;

        /** A grid. */
        public Sweep(Train base, List<String> archs, List<Double> learningRates, List<Long> seeds) {
            this(base, archs, learningRates, seeds, Optional.empty());
        }

        /** A search. */
        public Sweep(Train base, SearchSpec search) {
            this(base, List.of(), List.of(), List.of(), Optional.of(search));
        }

        public Sweep {
            if (search.isPresent() && !(archs.isEmpty() && learningRates.isEmpty() && seeds.isEmpty()))
                throw new BadSpec("grid", "and search exclude each other");
            if (search.isPresent()) searchable(base, search.get());
            archs = archs.stream().map(ArchitectureNames::resolve).distinct().toList();
            learningRates = learningRates.stream().distinct().toList();
            learningRates.forEach(r -> Need.positive("learningRate", r));
            seeds = seeds.stream().distinct().toList();
            long trials =
                    (long) Math.max(1, archs.size()) * Math.max(1, learningRates.size()) * Math.max(1, seeds.size());
            if (trials > MAX_TRIALS)
                throw new BadSpec("grid", trials + " trials are more than the limit of " + MAX_TRIALS);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sweep(this);
        }

        private static void searchable(Train base, SearchSpec search) {
            if (base.evaluation().when() == EvaluationRequest.When.NEVER)
                throw new BadSpec("evaluation.when", "is never, but a search lives on evaluations");
            var digests = Protocol.all(base.evaluation().protocols()).stream()
                    .map(Protocol::digest)
                    .toList();
            if (!digests.contains(Protocol.of(search.objective().protocol()).digest()))
                throw new BadSpec(
                        "objective.protocol",
                        Protocol.of(search.objective().protocol()).name() + " is not among the evaluation's protocols");
        }

        /** The trial at this point of the space. */
        public Train at(Point point) {
            return Knob.turn(base, point);
        }

        /** The trials in grid order: architecture first, then learning rate, then seed. */
        public List<Train> trials() {
            var models = archs.isEmpty()
                    ? List.of(base.model())
                    : archs.stream().map(a -> base.model().withArch(a)).toList();
            var rates = learningRates.isEmpty() ? List.of(base.recipe().learningRate()) : learningRates;
            var runs = seeds.isEmpty() ? List.of(base.recipe().seed()) : seeds;
            return models.stream()
                    .flatMap(m -> rates.stream().flatMap(r -> runs.stream()
                            .map(s -> new Train(
                                    m,
                                    base.data(),
                                    base.recipe().withLearningRate(r).withSeed(s),
                                    base.evaluation(),
                                    base.queue(),
                                    base.checkpointMinutes()))))
                    .toList();
        }
    }

    /** One answer per kind of job. */
    interface Cases<R> {
        R train(Train spec);

        R evaluate(Evaluate spec);

        R sweep(Sweep spec);
    }
}

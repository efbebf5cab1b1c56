package dev.wsol.contract;

import java.util.List;

/** What a job is to do. */
public sealed interface JobSpec {

    <R> R match(Cases<R> cases);

    /**
     * Train one network on one data set and publish its checkpoints.
     *
     * @param checkpointMinutes how often training is saved between the ends of epochs, too; 0 for never. A worker that is
     *     asked to stop saves in any case.
     */
    record Train(
            ModelSpec model,
            DataRef data,
            Recipe recipe,
            EvaluationRequest evaluation,
            String queue,
            int checkpointMinutes)
            implements JobSpec {
        /** Saved at the ends of epochs only. */
        public Train(ModelSpec model, DataRef data, Recipe recipe, EvaluationRequest evaluation, String queue) {
            this(model, data, recipe, evaluation, queue, 0);
        }

        public Train {
            Need.atLeast("checkpointMinutes", checkpointMinutes, 0);
            Need.queue("queue", queue);
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

    /** A grid of train jobs: every combination of the lists. An empty list means the base's own value. */
    record Sweep(Train base, List<String> archs, List<Double> learningRates, List<Long> seeds) implements JobSpec {
        /** More is almost always a slip of the pen. */
        public static final int MAX_TRIALS = 1000;

        public Sweep {
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

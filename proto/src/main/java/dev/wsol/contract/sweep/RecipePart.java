package dev.wsol.contract.sweep;

import dev.wsol.contract.Recipe;
import dev.wsol.contract.Schedule;

/** Recipes that differ in one number. */
final class RecipePart {
    private RecipePart() {}

    static Recipe batch(Recipe r, int v) {
        return of(r, v, r.weightDecay(), r.dropPath(), r.schedule());
    }

    static Recipe weightDecay(Recipe r, double v) {
        return of(r, r.batch(), v, r.dropPath(), r.schedule());
    }

    static Recipe dropPath(Recipe r, double v) {
        return of(r, r.batch(), r.weightDecay(), v, r.schedule());
    }

    static Recipe schedule(Recipe r, Schedule v) {
        return of(r, r.batch(), r.weightDecay(), r.dropPath(), v);
    }

    private static Recipe of(Recipe r, int batch, double weightDecay, double dropPath, Schedule schedule) {
        return new Recipe(
                r.epochs(),
                batch,
                r.learningRate(),
                weightDecay,
                dropPath,
                r.seed(),
                schedule,
                r.optimizer(),
                r.refinements(),
                r.precision(),
                r.init(),
                r.selection());
    }
}

package dev.wsol.coordinator.board;

import dev.wsol.contract.JobId;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which jobs are meant: those that all of this is true of. What is found without looking at other jobs is kept apart.
 *
 * @param traits true of their traits
 * @param rest true of the job, whatever else
 * @param parent made for this one
 * @param below anywhere below this one
 * @param begins how their ids begin; empty for anyhow
 */
public record Wanted(
        Predicate<Traits> traits,
        Predicate<JobCard> rest,
        Optional<JobId> parent,
        Optional<JobId> below,
        String begins) {
    public static final Wanted ALL = of(t -> true);

    /** All jobs of such traits. */
    public static Wanted of(Predicate<Traits> traits) {
        return new Wanted(traits, card -> true, Optional.empty(), Optional.empty(), "");
    }
}

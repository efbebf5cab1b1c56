package dev.wsol.contract.sweep;

import java.util.Optional;

/**
 * What a search was told or decided. A search is a function of its spec and of these, in order: nothing else is remembered
 * of it.
 */
public sealed interface SearchStep {

    /**
     * A new trial.
     *
     * @param trial its number, from 1 without a gap
     * @param until epochs after which it waits for a decision, or is done
     * @param bracket of Hyperband, 0 for the first to be filled; the member of the population for PBT; else 0
     * @param from the trial and epoch whose checkpoint it goes on from; empty for a start from scratch
     * @param repeats the trial that it trains again under another seed; 0 for none
     */
    record Proposed(int trial, Point point, int until, int bracket, Optional<From> from, int repeats, String why)
            implements SearchStep {}

    /** A checkpoint. */
    record From(int trial, int epoch) {}

    /** The objective of a trial after so many epochs, as it was measured. */
    record Measured(int trial, int epoch, double value) implements SearchStep {}

    /** A waiting trial goes on. */
    record Continued(int trial, int until, String why) implements SearchStep {}

    /** A trial is given up; its checkpoints stay. */
    record Stopped(int trial, String why) implements SearchStep {}

    /** A trial got a worker. */
    record Started(int trial) implements SearchStep {}

    /** A trial holds its worker no more. */
    record Freed(int trial, int epoch, double seconds) implements SearchStep {}

    /** A trial has ended, one way or another. */
    record Ended(int trial, String how) implements SearchStep {}

    /** Nothing new begins any more. */
    record Exhausted(String budget, String why) implements SearchStep {}

    /** People gave it other limits, and it goes on. */
    record Extended(Budget budget) implements SearchStep {}
}

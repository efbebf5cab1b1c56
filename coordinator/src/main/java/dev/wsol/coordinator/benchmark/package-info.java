/**
 * Benchmark rules: which checkpoints are evaluated without anyone asking, what was evaluated already, and what got worse.
 * Pure like the job book, to which it hands evaluate jobs. Start at {@link dev.wsol.coordinator.benchmark.BenchmarkBook}.
 */
package dev.wsol.coordinator.benchmark;

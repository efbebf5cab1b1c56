/**
 * What an evaluation found, as plain records that reports and pictures are made of: no tensors, no files, no network.
 * Start at {@link dev.wsol.evaluator.result.Findings}.
 */
package dev.wsol.evaluator.result;

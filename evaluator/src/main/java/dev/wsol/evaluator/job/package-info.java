/**
 * Taking evaluate jobs: checkpoint in, scores and report files out. The arithmetic lives in
 * {@link dev.wsol.evaluator.metric}; start at {@link dev.wsol.evaluator.job.CheckpointEvaluation}.
 */
package dev.wsol.evaluator.job;

/**
 * A train job from the lease to the last checkpoint: images in, training, checkpoints out, reports. Knows nothing of how
 * networks learn. Start at {@link dev.wsol.worker.job.TrainJobRunner}.
 */
package dev.wsol.worker.job;

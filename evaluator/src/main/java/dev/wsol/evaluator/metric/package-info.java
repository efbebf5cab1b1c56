/**
 * Localization metrics: score images and ground-truth boxes in, counts out. Plain Java: no tensors, no files, no
 * clocks. Start at {@link dev.wsol.evaluator.metric.ImageScorer}, which judges one image, and {@link
 * dev.wsol.evaluator.metric.Tally}, which adds images up.
 */
package dev.wsol.evaluator.metric;

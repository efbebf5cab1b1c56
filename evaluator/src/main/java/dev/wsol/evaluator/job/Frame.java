package dev.wsol.evaluator.job;

import dev.wsol.vision.dataset.Sample;
import dev.wsol.vision.image.Pixels;
import dev.wsol.vision.image.Size;

/**
 * One decoded image.
 *
 * @param index place in the lists of its split
 * @param original size of the file, which boxes are measured in
 * @param pixels 224 x 224
 */
record Frame(int index, Sample sample, Size original, Pixels pixels) {}

/** Lists of labelled images with boxes, read and checked. No pixels, no scores. Start at {@link CubDataset}. */
package dev.wsol.vision.dataset;

/** Lists of labelled images with boxes or masks, read and checked. No pixels, no scores. Start at {@link Datasets}. */
package dev.wsol.vision.dataset;

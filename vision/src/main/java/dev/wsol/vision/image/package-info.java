/** Pictures as bytes: decoding, resampling, cropping, caching. No tensors and no labels. Start at {@link Decoder}. */
package dev.wsol.vision.image;

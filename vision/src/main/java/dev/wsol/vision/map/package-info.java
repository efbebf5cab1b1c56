/**
 * Score maps: how a network's low-resolution class map becomes an 8-bit score image, bit for bit as the published
 * evaluators make it. No tensors, no pictures; start at {@link ScoreMapper}.
 */
package dev.wsol.vision.map;

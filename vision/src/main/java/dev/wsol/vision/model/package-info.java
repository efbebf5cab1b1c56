/**
 * The networks: TS-CAM and SCM vision transformers, what they predict and how their weights move. Start at {@link
 * dev.wsol.vision.model.Architectures} and {@link dev.wsol.vision.model.Network}; no images, no files, no schedules here.
 */
package dev.wsol.vision.model;

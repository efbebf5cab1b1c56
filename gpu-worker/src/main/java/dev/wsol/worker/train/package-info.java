/**
 * Training from pixels to weights: the order of images, their augmentation, the learning rate and the loop. No Kafka, no
 * store, no clock. Start at {@link dev.wsol.worker.train.TrainLoop}.
 */
package dev.wsol.worker.train;

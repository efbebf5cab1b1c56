/** The evaluator service: takes evaluate jobs from Kafka, scores checkpoints, reports. Start at {@link Evaluator}. */
package dev.wsol.evaluator;

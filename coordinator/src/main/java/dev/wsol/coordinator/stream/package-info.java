/**
 * The Kafka Streams shell around the job book: commands and reports in, events, queue records, results and dead letters
 * out, each step one transaction. Start at {@link dev.wsol.coordinator.stream.JobStream}.
 */
package dev.wsol.coordinator.stream;

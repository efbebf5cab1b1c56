/**
 * The Kafka Streams shell around the job book: commands and reports in, events, results and dead letters out, each step one
 * transaction; queue records leave beside it, before it ends. Start at {@link dev.wsol.coordinator.stream.JobStream}.
 */
package dev.wsol.coordinator.stream;

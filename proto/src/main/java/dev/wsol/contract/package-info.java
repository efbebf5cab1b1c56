/** The words of the domain as plain records: jobs, models, checkpoints, scores. No Kafka, no protobuf, no JSON. */
package dev.wsol.contract;

/** Between domain records and bytes on Kafka: the only user of generated protobuf classes. Start at {@link Topics}. */
package dev.wsol.contract.wire;

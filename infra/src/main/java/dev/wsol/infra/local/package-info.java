/**
 * The servers of a laptop: a Kafka broker and an S3 store in this process, loopback only, data kept on disk. They are the
 * real programs; only addresses and credentials differ from production. Start at {@link LocalBroker} and {@link LocalStore}.
 */
package dev.wsol.infra.local;

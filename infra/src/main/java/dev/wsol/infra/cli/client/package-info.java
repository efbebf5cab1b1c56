/** Commands that ask a running coordinator. They speak HTTP and nothing else: no Kafka, no object store. */
package dev.wsol.infra.cli.client;

/**
 * Kafka and S3 in containers, for tests. Nothing here starts anything unless there is a Docker engine and the images are on
 * this machine. Start at {@link dev.wsol.infra.containers.WithContainers}.
 */
package dev.wsol.infra.containers;

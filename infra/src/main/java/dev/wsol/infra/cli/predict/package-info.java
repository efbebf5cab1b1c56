/** {@code wsol predict}: boxes and pictures of single images from a checkpoint file; no Kafka, no object store. */
package dev.wsol.infra.cli.predict;

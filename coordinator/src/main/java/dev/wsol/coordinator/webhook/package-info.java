/**
 * Signed HTTP calls for services without Kafka: each webhook is a reader of the event topic with a place of its own, which
 * survives restarts. Start at {@link dev.wsol.coordinator.webhook.Webhooks}.
 */
package dev.wsol.coordinator.webhook;

/**
 * The HTTP side: JSON in and out, server-sent events, metrics. Says nothing that the view does not know and decides
 * nothing. Start at {@link dev.wsol.coordinator.http.HttpDoor}.
 */
package dev.wsol.coordinator.http;

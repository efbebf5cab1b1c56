package dev.wsol.infra.cli.client;

/**
 * One server-sent event.
 *
 * @param id where to resume after it; empty when the event has none
 */
record ServerEvent(String id, String type, String data) {}

package dev.wsol.contract;

import java.time.Instant;

/**
 * One attempt to post one event.
 *
 * @param event id as the receiver sees it, {@code 0-<offset>}
 * @param attempt from 1
 * @param status HTTP status; 0 when there was no answer
 * @param error why there was none; empty when there was
 */
public record WebhookAttempt(
        String webhook,
        String event,
        String type,
        int attempt,
        Instant at,
        int millis,
        int status,
        String error,
        Outcome outcome) {
    /** What follows. */
    public enum Outcome {
        DELIVERED,
        RETRY,
        GIVEN_UP
    }
}

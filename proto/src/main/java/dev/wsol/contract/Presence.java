package dev.wsol.contract;

import java.time.Instant;
import java.util.List;

/**
 * A worker's word that it is there, free or busy.
 *
 * @param worker the name under which it claims jobs
 * @param kind {@code train} or {@code evaluate}
 * @param queues the preferred first
 * @param device what it computes on, for people; empty when it does not say
 * @param leaving it takes no more jobs, and ends when it has none
 * @param gone this is its last word
 */
public record Presence(
        String worker, Instant at, String kind, List<String> queues, String device, boolean leaving, boolean gone) {
    public Presence {
        Need.text("worker", worker);
        Need.text("kind", kind);
        queues = List.copyOf(queues);
    }
}

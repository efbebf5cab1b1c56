package dev.wsol.coordinator.board;

import dev.wsol.contract.JobEvent;

/** An event and its offset in the one partition of the event topic. */
public record Seen(long offset, JobEvent event) {}

package dev.wsol.coordinator.http;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;

/** Which command an event answers. */
final class Cause {
    private Cause() {}

    static boolean isOf(Command command, JobEvent event) {
        return command.commandId().equals(of(event));
    }

    /** Empty for none. */
    private static String of(JobEvent event) {
        if (event instanceof JobEvent.Submitted e) return e.cause();
        if (event instanceof JobEvent.Cancelled e) return e.cause();
        if (event instanceof JobEvent.PauseAsked e) return e.cause();
        if (event instanceof JobEvent.Paused e) return e.cause();
        if (event instanceof JobEvent.Resumed e) return e.cause();
        if (event instanceof JobEvent.Reopened e) return e.cause();
        if (event instanceof JobEvent.Changed e) return e.cause();
        if (event instanceof JobEvent.DrainAsked e) return e.cause();
        return event instanceof JobEvent.Refused e ? e.cause() : "";
    }
}

package dev.wsol.coordinator.http;

import dev.wsol.contract.Command;
import java.util.concurrent.CompletionStage;

/** Where commands go. */
public interface Commands {
    /** Completes when the command is safely on its way; never blocks. */
    CompletionStage<?> send(Command command);
}

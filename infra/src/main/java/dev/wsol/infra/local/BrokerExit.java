package dev.wsol.infra.local;

import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the broker wants to end the process: it does so on faults it cannot outlive, such as a full disk. While
 * it starts, the fault is left to come out of the start itself. Afterwards the process does end, but says why.
 */
final class BrokerExit {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerExit.class);

    private final Path logs;
    private volatile boolean started;

    private BrokerExit(Path logs) {
        this.logs = logs;
    }

    /** Takes over Kafka's exits for the whole process: Kafka knows only one place for them. */
    static BrokerExit arm(Path logs) {
        var exit = new BrokerExit(logs);
        Exit.setHaltProcedure(exit::end);
        Exit.setExitProcedure(exit::end);
        return exit;
    }

    void started() {
        started = true;
    }

    private void end(int status, String message) {
        if (!started) return;
        LOG.error(
                "The local broker met a fault it cannot outlive{}. Its data in {} are kept: look for a full disk or"
                        + " removed files there, then start again.",
                message == null ? "" : " (" + message + ")",
                logs);
        Runtime.getRuntime().halt(status);
    }
}

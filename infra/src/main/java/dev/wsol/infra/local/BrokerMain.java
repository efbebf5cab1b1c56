package dev.wsol.infra.local;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The local broker as a process of its own, so that it can be killed alone. Arguments: directory and, optionally, port.
 * Prints its address as the only line on standard output, and ends by a signal or when the process that started it ends.
 */
public final class BrokerMain {
    private BrokerMain() {}

    /** Exit codes: 0 stopped, 1 could not start, 2 wrong arguments. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length < 1 || args.length > 2 || (args.length == 2 && !args[1].matches("[0-9]{1,5}"))) {
            System.err.println("usage: BrokerMain DIRECTORY [PORT]");
            System.exit(2);
        }
        try {
            var broker = LocalBroker.start(Path.of(args[0]), args.length == 2 ? Integer.parseInt(args[1]) : Ports.FREE);
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop"));
            System.out.println(broker.bootstrap());
        } catch (LocalStackException e) {
            System.err.println(e.getMessage());
            Runtime.getRuntime().halt(1); // a half-started broker may have left threads behind
        }
        var parent = ProcessHandle.current().parent();
        if (parent.isEmpty()) new CountDownLatch(1).await(); // nobody to wait for: until a signal
        parent.get().onExit().join();
        System.exit(0);
    }
}

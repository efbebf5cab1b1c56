package dev.wsol.infra.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface, asked of the operating system. */
final class Ports {
    static final String LOOPBACK = "127.0.0.1";

    /** Asks the system for a free port. */
    static final int FREE = 0;

    private static final int HIGHEST = 65_535;

    private Ports() {}

    /**
     * Two different ports that were free a moment ago: somebody else may take one before it is used.
     *
     * @param first the wanted first port, or {@link #FREE}
     */
    static int[] two(int first, String server) {
        check(first, server);
        try (var a = bound(first);
                var b = bound(FREE)) {
            return new int[] {a.getLocalPort(), b.getLocalPort()};
        } catch (IOException e) {
            throw refused(first, server, e);
        }
    }

    /** Refuses a port that somebody listens on already, naming it. */
    static void requireFree(int port, String server) {
        check(port, server);
        try (var socket = bound(port)) {
            assert socket.isBound();
        } catch (IOException e) {
            throw refused(port, server, e);
        }
    }

    static LocalStackException refused(int port, String server, Throwable cause) {
        String what = cause instanceof BindException && port != FREE
                ? "port " + port + " of " + LOOPBACK + " is in use or not allowed (" + cause.getMessage()
                        + "). Stop what listens there, choose another port, or 0 for a free one."
                : "no port of " + LOOPBACK + " can be opened: " + cause.getMessage();
        return new LocalStackException("the local " + server + " cannot start: " + what, cause);
    }

    private static void check(int port, String server) {
        if (port < 0 || port > HIGHEST) {
            throw new LocalStackException("the local " + server + " cannot start: port " + port
                    + " does not exist. Choose 1 to " + HIGHEST + ", or 0 for a free one.");
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true); // as the servers do: a port in TIME_WAIT is free
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}

package dev.wsol.infra.kill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * A relay in front of the object store. It can hold one upload, so that a moment of milliseconds lasts until the test has
 * acted; what is held never reaches the store.
 */
final class StoreGate implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private final ServerSocket server;
    private final URI store;
    private final AtomicReference<Hold> hold = new AtomicReference<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    StoreGate(URI store) {
        this.store = store;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("store-gate", this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** One upload that is to be held. */
    static final class Hold {
        private final Pattern path;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        private Hold(String path) {
            this.path = Pattern.compile("PUT \\S*" + path);
        }

        boolean reached() {
            return reached.getCount() == 0;
        }

        /** Drops the connection that was held. */
        void end() {
            over.countDown();
        }
    }

    /** Holds the next upload to an address in which this expression is found; later ones pass. */
    Hold hold(String path) {
        var next = new Hold(path);
        hold.set(next);
        return next;
    }

    @Override
    public void close() {
        var last = hold.getAndSet(null);
        if (last != null) last.end();
        closeQuietly(server);
        open.forEach(StoreGate::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                var behind = new Socket(store.getHost(), store.getPort());
                open.add(client);
                open.add(behind);
                daemon("store-gate-up", () -> relay(client, behind, true));
                daemon("store-gate-down", () -> relay(behind, client, false));
            } catch (IOException e) {
                // The store is gone or this gate is closing: the client sees its connection end.
            }
        }
    }

    private void relay(Socket from, Socket to, boolean requests) {
        var chunk = new byte[CHUNK];
        try (from;
                to) {
            for (int n = from.getInputStream().read(chunk);
                    n >= 0;
                    n = from.getInputStream().read(chunk)) {
                if (requests && isHeld(new String(chunk, 0, Math.min(n, 1000), ISO_8859_1))) return;
                to.getOutputStream().write(chunk, 0, n);
                to.getOutputStream().flush();
            }
        } catch (IOException e) {
            // One side has ended, killed perhaps; the other learns it from its own socket.
        }
    }

    /** A client sends a request only after the last answer, so a request begins where a chunk begins. */
    private boolean isHeld(String begin) {
        var h = hold.get();
        if (h == null || !h.path.matcher(begin).lookingAt() || !hold.compareAndSet(h, null)) return false;
        h.reached.countDown();
        try {
            var unused = h.over.await(Duration.ofMinutes(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            // Nobody needs the socket any more.
        }
    }
}

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
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A relay in front of the object store. It can hold one upload, or the answer to it, so that a moment of milliseconds lasts
 * until the test has acted; what is held is never passed on.
 */
final class StoreGate implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final Duration LONGEST = Duration.ofMinutes(2);
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

    /** One upload that is to be held, on its way there or back. */
    static final class Hold {
        private final Pattern path;
        private final boolean answer;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        private Hold(String path, boolean answer) {
            this.path = Pattern.compile("PUT \\S*" + path);
            this.answer = answer;
        }

        boolean reached() {
            return reached.getCount() == 0;
        }

        /** Drops the connection that was held. */
        void end() {
            over.countDown();
        }

        private void await() {
            reached.countDown();
            try {
                var unused = over.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Holds the next upload to an address in which this expression is found; later ones pass. */
    Hold hold(String path) {
        return next(new Hold(path, false));
    }

    /** Lets the next such upload through, and holds the store's answer to it. */
    Hold holdAnswer(String path) {
        return next(new Hold(path, true));
    }

    private Hold next(Hold next) {
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
                var answers = new AtomicReference<Hold>();
                daemon("store-gate-up", () -> relay(client, behind, chunk -> isHeldRequest(chunk, answers)));
                daemon("store-gate-down", () -> relay(behind, client, chunk -> isHeldAnswer(chunk, answers)));
            } catch (IOException e) {
                // The store is gone or this gate is closing: the client sees its connection end.
            }
        }
    }

    /** @param held asked for each chunk, by its first characters; returns true when the connection is to be dropped */
    private static void relay(Socket from, Socket to, Predicate<String> held) {
        var chunk = new byte[CHUNK];
        try (from;
                to) {
            for (int n = from.getInputStream().read(chunk);
                    n >= 0;
                    n = from.getInputStream().read(chunk)) {
                if (held.test(new String(chunk, 0, Math.min(n, 1000), ISO_8859_1))) return;
                to.getOutputStream().write(chunk, 0, n);
                to.getOutputStream().flush();
            }
        } catch (IOException e) {
            // One side has ended, killed perhaps; the other learns it from its own socket.
        }
    }

    /** A client sends a request only after the last answer, so a request begins where a chunk begins. */
    private boolean isHeldRequest(String chunk, AtomicReference<Hold> answers) {
        var h = hold.get();
        if (h == null || !h.path.matcher(chunk).lookingAt() || !hold.compareAndSet(h, null)) return false;
        if (h.answer) {
            answers.set(h);
            return false;
        }
        h.await();
        return true;
    }

    /** The answer that only asks for the body of the request passes. */
    private static boolean isHeldAnswer(String chunk, AtomicReference<Hold> answers) {
        var h = answers.get();
        if (h == null || chunk.startsWith("HTTP/1.1 100")) return false;
        h.await();
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

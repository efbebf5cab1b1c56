package dev.wsol.infra.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * A relay in front of the object store that now and then is slow, says 503, breaks a connection before the store hears of a
 * request, or swallows the answer to one that the store has served.
 */
final class FaultyStore implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final Pattern REQUEST = Pattern.compile("(GET|PUT|POST|HEAD|DELETE) /");
    private static final byte[] SLOW_DOWN =
            "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

    /** Out of a hundred requests. */
    private static final int DELAYED = 8;

    private static final int REFUSED = 3;
    private static final int BROKEN = 2;
    private static final int SWALLOWED = 2;
    private static final int LONGEST_DELAY_MS = 800;

    private final ServerSocket server;
    private final URI store;
    private final Random dice;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger delays = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean calm;
    private volatile long awayUntil = System.nanoTime();

    FaultyStore(URI store, long seed) {
        this.store = store;
        this.dice = new Random(seed);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("faulty-store", this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Requests that were held back for a while. */
    int delays() {
        return delays.get();
    }

    /** Requests that failed, at whatever stage. */
    int failures() {
        return failures.get();
    }

    /** No request is served for so long. */
    void away(Duration time) {
        awayUntil = System.nanoTime() + time.toNanos();
    }

    /** From now on it only relays. */
    void calm() {
        calm = true;
    }

    @Override
    public void close() {
        closeQuietly(server);
        open.forEach(FaultyStore::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                var behind = new Socket(store.getHost(), store.getPort());
                open.add(client);
                open.add(behind);
                daemon("faulty-store-up", () -> requests(client, behind));
                daemon("faulty-store-down", () -> answers(behind, client));
            } catch (IOException e) {
                // The store is gone or this gate is closing: the client sees its connection end.
            }
        }
    }

    /** A client sends a request only after the last answer, so a request begins where a chunk begins. */
    private void requests(Socket client, Socket behind) {
        var chunk = new byte[CHUNK];
        try (client;
                behind) {
            for (int n = client.getInputStream().read(chunk);
                    n >= 0;
                    n = client.getInputStream().read(chunk)) {
                boolean request = REQUEST.matcher(new String(chunk, 0, Math.min(n, 8), US_ASCII))
                        .lookingAt();
                if (request && !passes(client, behind, chunk, n)) return;
                behind.getOutputStream().write(chunk, 0, n);
                behind.getOutputStream().flush();
            }
        } catch (IOException e) {
            // One side has ended, killed perhaps; the other learns it from its own socket.
        } finally {
            open.remove(client);
            open.remove(behind);
        }
    }

    private boolean passes(Socket client, Socket behind, byte[] chunk, int n) throws IOException {
        if (calm) return true;
        int roll = roll(100);
        if (System.nanoTime() - awayUntil < 0 || roll < BROKEN) {
            failures.incrementAndGet();
            return false;
        }
        roll -= BROKEN;
        if (roll < REFUSED) {
            failures.incrementAndGet();
            client.getOutputStream().write(SLOW_DOWN);
            client.getOutputStream().flush();
            return false;
        }
        roll -= REFUSED;
        if (roll < SWALLOWED) {
            failures.incrementAndGet();
            client.shutdownOutput(); // the answer finds no way back, but the store serves what it has heard in full
            behind.getOutputStream().write(chunk, 0, n);
            behind.getOutputStream().flush();
            rest(client, behind);
            return false;
        }
        if (roll - SWALLOWED < DELAYED) {
            delays.incrementAndGet();
            LockSupport.parkNanos(Duration.ofMillis(roll(LONGEST_DELAY_MS)).toNanos());
        }
        return true;
    }

    /** What the client still sends of its request, until it has seen that no answer will come. */
    private static void rest(Socket client, Socket behind) throws IOException {
        var chunk = new byte[CHUNK];
        client.setSoTimeout(2_000);
        for (int n = client.getInputStream().read(chunk);
                n >= 0;
                n = client.getInputStream().read(chunk))
            behind.getOutputStream().write(chunk, 0, n);
    }

    private static void answers(Socket behind, Socket client) {
        var chunk = new byte[CHUNK];
        try {
            for (int n = behind.getInputStream().read(chunk);
                    n >= 0;
                    n = behind.getInputStream().read(chunk)) {
                if (client.isOutputShutdown()) continue;
                client.getOutputStream().write(chunk, 0, n);
                client.getOutputStream().flush();
            }
        } catch (IOException e) {
            // as above
        }
        if (!client.isOutputShutdown()) closeQuietly(client);
    }

    private int roll(int sides) {
        synchronized (dice) {
            return dice.nextInt(sides);
        }
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
            // Nobody needs it any more.
        }
    }
}

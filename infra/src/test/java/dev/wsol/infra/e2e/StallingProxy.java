package dev.wsol.infra.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Stands between a client and the object store and can hold back one upload for ever, so that it can be met in the middle. */
final class StallingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final URI behind;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "stalling-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String trap = "";
    private volatile CountDownLatch caught = new CountDownLatch(1);

    StallingProxy(URI behind) throws IOException {
        this.behind = behind;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The next request whose first line begins so is not passed on, and its connection hangs. */
    void stallAt(String requestStart) {
        caught = new CountDownLatch(1);
        trap = requestStart;
    }

    boolean hasCaught(long seconds) throws InterruptedException {
        return caught.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client;
                var store = new Socket(behind.getHost(), behind.getPort())) {
            threads.execute(() -> pump(store, client));
            upwards(client.getInputStream(), store.getOutputStream());
        } catch (IOException e) {
            // one of them has hung up
        }
    }

    private void upwards(InputStream from, OutputStream to) throws IOException {
        var buffer = new byte[1 << 16];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            if (isTrapped(buffer, n)) {
                while (from.read(buffer) >= 0) {} // until the client is dead
                return;
            }
            to.write(buffer, 0, n);
            to.flush();
        }
    }

    /** Requests of one connection do not overlap, so each begins where a read begins. */
    private boolean isTrapped(byte[] buffer, int n) {
        if (trap.isEmpty() || !new String(buffer, 0, n, StandardCharsets.ISO_8859_1).startsWith(trap)) return false;
        trap = "";
        caught.countDown();
        return true;
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them has hung up
        }
    }
}

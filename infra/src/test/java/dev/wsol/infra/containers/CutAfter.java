package dev.wsol.infra.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A wire to a server that breaks for good after so many bytes have gone there. */
final class CutAfter implements AutoCloseable {
    private static final int CHUNK = 1 << 14;
    private final URI server;
    private final AtomicLong left;
    private final ServerSocket door;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    CutAfter(URI server, long bytes) {
        this.server = server;
        this.left = new AtomicLong(bytes);
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (var socket : open) socket.close();
    }

    private void accept() throws IOException {
        while (left.get() > 0) {
            var client = door.accept();
            var there = new Socket(server.getHost(), server.getPort());
            open.add(client);
            open.add(there);
            daemon(() -> pump(client.getInputStream(), there.getOutputStream()));
            daemon(() -> there.getInputStream().transferTo(client.getOutputStream()));
        }
    }

    private void pump(InputStream from, OutputStream to) throws IOException {
        var chunk = new byte[CHUNK];
        for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
            if (left.addAndGet(-n) <= 0) {
                close();
                return;
            }
            to.write(chunk, 0, n);
        }
    }

    private interface Deed {
        void run() throws IOException;
    }

    private static void daemon(Deed deed) {
        var thread = new Thread(() -> {
            try {
                deed.run();
            } catch (IOException e) {
                // the wire is cut, or one end has gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}

package dev.wsol.coordinator.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Webhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Receivers that answer oddly. */
class PostTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void an_answer_whose_body_never_ends_counts_by_its_status_and_is_not_waited_for() throws IOException {
        try (var odd = new Odd("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")) {
            assertThat(post(odd)).succeedsWithin(SOON).isEqualTo(new Post.Answer(200, ""));
        }
    }

    @Test
    void an_answer_that_is_none_in_http_is_told_as_an_error() throws IOException {
        for (var answer : List.of("garbage\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n"))
            try (var odd = new Odd(answer)) {
                assertThat(post(odd)).succeedsWithin(SOON).satisfies(a -> {
                    assertThat(a.taken()).isFalse();
                    assertThat(a.error()).isNotBlank();
                });
            }
    }

    private static CompletableFuture<Post.Answer> post(Odd receiver) {
        var hook = new Webhook("odd", receiver.at(), List.of("Finished"), new byte[24], Instant.EPOCH, 0);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new Post().send(hook, "0-1", new byte[] {'{', '}'}, Instant.EPOCH);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Writes the same bytes into every connection and keeps it open. */
    private static final class Odd implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        Odd(String answer) throws IOException {
            server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            var thread = new Thread(() -> serve(answer.getBytes(ISO_8859_1)), "odd");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(byte[] answer) {
            try {
                while (!server.isClosed()) {
                    var socket = server.accept();
                    open.add(socket);
                    socket.getOutputStream().write(answer);
                    socket.getOutputStream().flush();
                }
            } catch (IOException e) {
                if (!server.isClosed()) throw new UncheckedIOException(e);
            }
        }

        URI at() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (var socket : open) socket.close();
        }
    }
}

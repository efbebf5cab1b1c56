package dev.wsol.coordinator.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Webhook;
import java.io.IOException;
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
    void an_answer_whose_body_breaks_off_counts_by_its_status() throws IOException {
        for (var broken : List.of("Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Content-Length: abc\r\n\r\n"))
            try (var odd = new Odd("HTTP/1.1 200 OK\r\n" + broken)) {
                assertThat(post(odd)).succeedsWithin(SOON).isEqualTo(new Post.Answer(200, ""));
            }
    }

    @Test
    void an_answer_that_is_none_in_http_is_told_as_an_error() throws IOException {
        try (var odd = new Odd("garbage\r\n\r\n")) {
            assertThat(post(odd)).succeedsWithin(SOON).satisfies(a -> {
                assertThat(a.taken()).isFalse();
                assertThat(a.error()).contains("garbage");
            });
        }
    }

    @Test
    void a_port_that_there_is_not_is_told_as_an_error() {
        assertThat(post(URI.create("http://127.0.0.1:70000/")))
                .succeedsWithin(SOON)
                .satisfies(a -> assertThat(a.error()).contains("70000"));
    }

    @Test
    void posts_to_a_receiver_that_answers_with_words_share_a_connection() throws IOException {
        try (var odd = new Odd("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            var post = new Post();
            for (int n = 0; n < 5; n++)
                assertThat(post(post, odd.at())).succeedsWithin(SOON).isEqualTo(new Post.Answer(200, ""));
            assertThat(odd.open).hasSize(1);
        }
    }

    private static CompletableFuture<Post.Answer> post(Odd receiver) {
        return post(receiver.at());
    }

    private static CompletableFuture<Post.Answer> post(URI receiver) {
        return post(new Post(), receiver);
    }

    private static CompletableFuture<Post.Answer> post(Post post, URI receiver) {
        var hook = new Webhook("odd", receiver, List.of("Finished"), new byte[24], Instant.EPOCH, 0);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return post.send(hook, "0-1", new byte[] {'{', '}'}, Instant.EPOCH);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Answers whatever comes with the same bytes and keeps connections open. */
    private static final class Odd implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        Odd(String answer) throws IOException {
            server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            run(() -> {
                while (!server.isClosed()) {
                    var socket = server.accept();
                    open.add(socket);
                    run(() -> serve(socket, answer.getBytes(ISO_8859_1)));
                }
            });
        }

        /** A post of this test ends with its body, two braces. */
        private static void serve(Socket socket, byte[] answer) throws IOException {
            var piece = new byte[8192];
            var heard = new StringBuilder();
            for (int n = socket.getInputStream().read(piece);
                    n >= 0;
                    n = socket.getInputStream().read(piece)) {
                heard.append(new String(piece, 0, n, ISO_8859_1));
                if (!heard.toString().endsWith("{}")) continue;
                heard.setLength(0);
                socket.getOutputStream().write(answer);
                socket.getOutputStream().flush();
            }
        }

        private interface Step {
            void run() throws IOException;
        }

        private static void run(Step step) {
            var thread = new Thread(
                    () -> {
                        try {
                            step.run();
                        } catch (IOException closed) {
                            // by the end of the test, or by the other side
                        }
                    },
                    "odd");
            thread.setDaemon(true);
            thread.start();
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

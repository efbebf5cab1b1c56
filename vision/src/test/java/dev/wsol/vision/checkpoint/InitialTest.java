package dev.wsol.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialTest {
    private static final Tensor ONE = Tensor.of(new float[] {1, 2}, 2);

    @TempDir
    private Path folder;

    private HttpServer server;
    private byte[] served;
    private boolean knowsRanges = true;
    private int breaksAfter = Integer.MAX_VALUE;
    private final List<String> ranges = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        Path file = folder.resolve("served.pth");
        new Pth(Map.of("model", Map.of("a", ONE))).write(file);
        served = Files.readAllBytes(file);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/w.pth", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= served.length) {
            exchange.sendResponseHeaders(416, -1);
            exchange.close();
            return;
        }
        if (from > 0)
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (served.length - 1) + "/" + served.length);
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, served.length - from);
        int n = Math.min(served.length - from, breaksAfter);
        exchange.getResponseBody().write(served, from, n);
        exchange.getResponseBody().flush();
        exchange.close(); // before the end of the body: the connection breaks
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/w.pth";
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Initial load(String uri, String sha256) {
        return Initial.load(uri, sha256, cache(), Optional.empty());
    }

    @Test
    void a_file_from_the_web_is_fetched_once_and_verified() {
        String sha256 = Digest.of(served).sha256();

        assertThat(load(address(), sha256).file().tensors()).isEqualTo(Map.of("a", ONE));
        assertThat(load(address(), sha256).file().digest().sha256()).isEqualTo(sha256);

        assertThat(ranges).hasSize(1);
        assertThat(cache().resolve("w.pth")).exists();
        assertThat(cache().resolve("w.pth.part")).doesNotExist();
    }

    @Test
    void a_download_that_broke_goes_on_where_it_was() throws IOException {
        breaksAfter = 100;
        assertThatThrownBy(() -> load(address(), ""))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(address())
                .hasMessageContaining(cache().resolve("w.pth").toAbsolutePath().toString());
        breaksAfter = Integer.MAX_VALUE;
        long have = Files.size(cache().resolve("w.pth.part"));

        assertThat(load(address(), "").file().tensors()).containsKey("a");

        assertThat(have).isPositive();
        assertThat(ranges).containsExactly("null", "bytes=" + have + "-");
    }

    @Test
    void a_server_without_ranges_sends_all_of_it_again() throws IOException {
        Files.createDirectories(cache());
        Files.write(cache().resolve("w.pth.part"), Arrays.copyOf(served, 50));
        knowsRanges = false;

        assertThat(load(address(), Digest.of(served).sha256()).file().tensors()).containsKey("a");
    }

    @Test
    void a_beginning_that_belongs_to_another_file_is_thrown_away() throws IOException {
        Files.createDirectories(cache());
        Files.write(cache().resolve("w.pth.part"), new byte[60]);

        assertThat(load(address(), Digest.of(served).sha256().substring(0, 8))
                        .file()
                        .tensors())
                .containsKey("a");
    }

    @Test
    void a_beginning_longer_than_the_file_is_thrown_away() throws IOException {
        Files.createDirectories(cache());
        Files.write(cache().resolve("w.pth.part"), new byte[served.length + 1]);

        assertThat(load(address(), "").file().tensors()).containsKey("a");
    }

    @Test
    void another_digest_than_announced_is_refused_and_nothing_is_kept() {
        assertThatThrownBy(() -> load(address(), "0123abcd"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("0123abcd", Digest.of(served).sha256(), address());
        assertThat(cache().resolve("w.pth")).doesNotExist();
        assertThat(cache().resolve("w.pth.part")).doesNotExist();
    }

    @Test
    void a_file_beyond_the_limit_is_refused() {
        var download = new Download(URI.create(address()), "", 100, Duration.ofSeconds(10));

        assertThatThrownBy(() -> download.into(cache()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("at most 100");
    }

    @Test
    void an_address_that_does_not_answer_says_where_to_put_the_file() {
        server.stop(0);

        assertThatThrownBy(() -> load(address(), ""))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNREACHABLE))
                .hasMessageContaining("put it at " + cache().resolve("w.pth").toAbsolutePath());
        assertThatThrownBy(() -> load(address().replace("w.pth", ""), "")).hasMessageContaining("names no file");
    }

    @Test
    void an_answer_that_is_no_file_is_told() {
        assertThatThrownBy(() -> load(address().replace("w.pth", "other.pth"), ""))
                .hasMessageContaining("the server answers 404");
    }

    @Test
    void published_names_are_taken_from_the_cache_and_must_have_their_digest() throws IOException {
        Files.createDirectories(cache());
        Files.write(cache().resolve("deit_small_patch16_224-cd65a155.pth"), served);
        Files.write(cache().resolve("Conformer_small_patch16.pth"), served);

        assertThat(load("conformer-small", "").file().tensors()).containsKey("a");
        assertThatThrownBy(() -> load("deit-small", ""))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("cd65a155");
    }

    @Test
    void weights_without_an_address_say_what_to_get_and_where_to_put_it() {
        assertThatThrownBy(() -> load("conformer-small", ""))
                .hasMessageContaining("Conformer_small_patch16.pth")
                .hasMessageContaining(cache().toAbsolutePath().toString());
    }

    @Test
    void what_is_neither_a_file_nor_a_name_is_told_with_the_nearest_name() {
        assertThatThrownBy(() -> load("deit-smal", "")).hasMessageContaining("did you mean deit-small?");
        assertThatThrownBy(() -> load("s3://b/x", "")).hasMessageContaining("WSOL_S3_ENDPOINT");
    }

    @Test
    void a_file_on_this_machine_is_taken_where_it_is_whatever_its_form() throws IOException {
        Path pth = folder.resolve("served.pth");
        Path tensors = folder.resolve("hub/model.safetensors");
        new Safetensors(Map.of("module.a", ONE), Map.of("format", "pt")).write(tensors);

        assertThat(load(pth.toString(), "").file().form()).isEqualTo(WeightsFile.Form.PTH);
        assertThat(load(tensors.toString(), "").file().tensors()).isEqualTo(Map.of("a", ONE));
        assertThat(load(tensors.getParent().toString(), "").file().facts()).containsEntry("format", "pt");
        assertThat(cache()).doesNotExist();
    }

    @Test
    void a_network_takes_what_the_file_has_and_keeps_the_rest() throws IOException {
        var fresh = new LinkedHashMap<String, Tensor>();
        fresh.put("a", Tensor.of(new float[] {0, 0}, 2));
        fresh.put("head.bias", Tensor.of(new float[] {7}, 1));

        var start = load(folder.resolve("served.pth").toString(), "").into("deit_scm_small_patch16_224", fresh);

        assertThat(start.weights()).containsEntry("a", ONE).containsEntry("head.bias", fresh.get("head.bias"));
        assertThat(start.weights().keySet()).containsExactly("a", "head.bias");
        assertThat(start.filter().kept()).containsExactly("head.bias");
    }

    @Test
    void weights_of_another_network_are_refused() {
        var fresh = Map.of("x", ONE, "y", ONE);

        assertThatThrownBy(
                        () -> load(folder.resolve("served.pth").toString(), "").into("vit_scm_small", fresh))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("0 of its 2 entries");
    }
}

package dev.wsol.infra.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints in an S3 server over the network. The finer points of the store are tested where it lives. */
@WithContainers
class S3ServerTest {
    private static final int PART = 5 << 20;
    private static final int ATTEMPTS = 3;
    private static S3Server server;
    private static S3CheckpointStore store;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = S3Server.start();
        store = S3CheckpointStore.open(with(server.settings().secretKey()));
        store.ensureBucket();
    }

    @AfterAll
    static void stop() {
        if (store != null) store.close();
        if (server != null) server.close();
    }

    @Test
    void a_checkpoint_of_many_parts_comes_back_byte_for_byte() throws IOException {
        var model = file("model", 3 * PART + 12_345);
        var trainer = file("trainer", 999);

        var stored = store.save("jobs/whole/e1/checkpoints/0001", model, Optional.of(trainer), Map.of("epoch", 1));
        var loaded = store.load(stored.uri(), folder.resolve("down"));

        assertThat(loaded.model()).hasSameBinaryContentAs(model);
        assertThat(loaded.trainer().orElseThrow()).hasSameBinaryContentAs(trainer);
        assertThat(store.latest("jobs/whole")).contains(stored);
        assertThat(store.abortAbandoned(Duration.ZERO)).isZero();
    }

    @Test
    void sixteen_writers_of_one_new_object_have_one_winner() throws Exception {
        var pool = Executors.newFixedThreadPool(16);
        try {
            for (int round = 0; round < 5; round++) {
                var key = "jobs/race/" + round;
                var writers = Collections.<Callable<Boolean>>nCopies(
                        16, () -> store.objects().putNew(key, new byte[] {1}, "text/plain"));
                int winners = 0;
                for (var outcome : pool.invokeAll(writers)) if (outcome.get()) winners++;
                assertThat(winners).as("winners of round " + round).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_checkpoint_is_written_once() throws IOException {
        var place = "jobs/once/e1/checkpoints/0001";
        var stored = store.save(place, file("model", 100), Optional.empty(), Map.of());

        assertThatThrownBy(() -> store.save(place, file("other", 101), Optional.empty(), Map.of()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.EXISTS));

        assertThat(store.loadModel(stored.uri(), stored.sha256(), folder.resolve("down"))
                        .model())
                .hasSize(100);
    }

    @Test
    void an_upload_that_breaks_off_with_its_server_leaves_nothing_and_can_be_repeated() throws Exception {
        var place = "jobs/broken/e1/checkpoints/0001";
        var model = file("model", 3 * PART);
        try (var cut = new CutAfter(server.settings().endpoint(), PART + PART / 2);
                var unlucky = S3CheckpointStore.open(with(cut.address()))) {
            assertThatThrownBy(() -> unlucky.save(place, model, Optional.empty(), Map.of()))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNREACHABLE));
        }
        server.kill();
        server.startAgain();

        assertThat(store.latest("jobs/broken")).isEmpty();
        assertThat(store.objects().keys("jobs/broken/")).isEmpty();
        assertThat(store.abortAbandoned(Duration.ZERO)).isEqualTo(1);
        var stored = store.save(place, model, Optional.empty(), Map.of());
        assertThat(store.load(stored.uri(), folder.resolve("down")).model()).hasSameBinaryContentAs(model);
    }

    @Test
    void a_stranger_is_refused() {
        try (var stranger = S3CheckpointStore.open(with("0".repeat(32)))) {
            assertThatThrownBy(stranger::ensureBucket)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.REFUSED));
        }
    }

    private Path file(String name, int bytes) throws IOException {
        var content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    private static StoreSettings with(String secret) {
        return with(server.settings().endpoint(), secret);
    }

    private static StoreSettings with(URI endpoint) {
        return with(endpoint, server.settings().secretKey());
    }

    private static StoreSettings with(URI endpoint, String secret) {
        var s = server.settings();
        var wait = Duration.ofMillis(5);
        var silence = Duration.ofSeconds(20);
        return new StoreSettings(
                endpoint, s.region(), s.accessKey(), secret, s.bucket(), PART, ATTEMPTS, wait, silence);
    }
}

package dev.wsol.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsol.vision.checkpoint.StoreException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a checkpoint store, on a real S3 server. */
class CheckpointStoreTest {
    private static final String TEXT = "text/plain";

    @TempDir
    private static Path serverFolder;

    private static ProxiedStore server;
    private static int jobs;

    @TempDir
    private Path folder;

    private S3CheckpointStore store;
    private String job;

    @BeforeAll
    static void start() throws Exception {
        server = new ProxiedStore(serverFolder.resolve("objects"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open() {
        server.failingParts.set(0);
        server.failingPuts.set(0);
        server.partsSeen.set(0);
        job = "jobs/job-" + ++jobs;
        store = S3CheckpointStore.open(server.settings());
        store.ensureBucket();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Path file(String name, int bytes) throws IOException {
        var content = new byte[bytes];
        new Random(name.hashCode() + (long) bytes).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    private String prefix(int epoch, int number) {
        return job + "/e" + epoch + "/checkpoints/" + "%04d".formatted(number);
    }

    private static AbstractThrowableAssert<?, ?> assertFails(Kind kind, ThrowingCallable deed) {
        return assertThatThrownBy(deed).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.kind())
                .as(e.getMessage())
                .isEqualTo(kind));
    }

    private Path onDisk(String key) {
        return server.folder.resolve("wsol").resolve(key);
    }

    @Test
    void a_saved_checkpoint_loads_back_byte_for_byte_with_what_was_said_about_it() throws IOException {
        Path model = file("m", 1000);
        Path trainer = file("t", 3000);

        var stored = store.save(prefix(1, 1), model, Optional.of(trainer), Map.of("arch", "x", "epoch", 3));
        var loaded = store.load(stored.uri(), folder.resolve("down"));

        assertThat(stored.uri()).isEqualTo("s3://wsol/" + prefix(1, 1));
        assertThat(stored.sha256()).isEqualTo(Digest.of(model).sha256());
        assertThat(stored.bytes()).isEqualTo(1000);
        assertThat(loaded.stored()).isEqualTo(stored);
        assertThat(loaded.model()).hasSameBinaryContentAs(model);
        assertThat(loaded.trainer().orElseThrow()).hasSameBinaryContentAs(trainer);
        assertThat(loaded.about()).containsEntry("arch", "x").containsEntry("epoch", 3);
    }

    @Test
    void a_file_larger_than_a_part_travels_in_parts() throws IOException {
        Path model = file("m", 2 * ProxiedStore.PART + 12345);

        var stored = store.save(prefix(1, 1), model, Optional.empty(), Map.of());

        assertThat(server.partsSeen).hasValue(3);
        assertThat(store.loadModel(stored.uri(), stored.sha256(), folder.resolve("down"))
                        .model())
                .hasSameBinaryContentAs(model);
    }

    @Test
    void a_part_that_fails_once_is_sent_again() throws IOException {
        Path model = file("m", 2 * ProxiedStore.PART);
        server.failingParts.set(1);

        var stored = store.save(prefix(1, 1), model, Optional.empty(), Map.of());

        assertThat(server.partsSeen).hasValue(3);
        assertThat(store.load(stored.uri(), folder.resolve("down")).model()).hasSameBinaryContentAs(model);
    }

    @Test
    void an_upload_that_keeps_failing_leaves_no_manifest_no_object_and_no_parts() throws IOException {
        Path model = file("m", 2 * ProxiedStore.PART);
        server.failingParts.set(Integer.MAX_VALUE);

        assertFails(Kind.UNREACHABLE, () -> store.save(prefix(1, 1), model, Optional.empty(), Map.of()))
                .hasMessageContainingAll(
                        "model.safetensors", server.settings().endpoint().toString(), "3 attempts");

        assertThat(store.objects().keys(job)).isEmpty();
        assertThat(store.latest(job)).isEmpty();
        assertThat(store.abortAbandoned(Duration.ZERO)).isZero();
    }

    @Test
    void a_checkpoint_without_its_manifest_does_not_exist_and_can_be_saved_again() throws IOException {
        store.objects().put(prefix(1, 2) + "/model.safetensors", file("half", 77), "application/octet-stream");
        assertThat(store.latest(job)).isEmpty();
        assertFails(Kind.MISSING, () -> store.load("s3://wsol/" + prefix(1, 2), folder))
                .hasMessageContaining("no finished checkpoint");

        var stored = store.save(prefix(1, 2), file("m", 99), Optional.empty(), Map.of());

        assertThat(store.latest(job)).contains(stored);
        assertThat(store.load(stored.uri(), folder.resolve("down")).model()).hasSize(99);
    }

    @Test
    void uploads_of_dead_writers_are_cleaned_up_by_age() {
        try (var raw = server.raw()) {
            raw.createMultipartUpload(r -> r.bucket("wsol").key(prefix(1, 1) + "/model.safetensors"));
        }

        assertThat(store.abortAbandoned(Duration.ofHours(1))).isZero();
        assertThat(store.abortAbandoned(Duration.ZERO)).isEqualTo(1);
        assertThat(store.abortAbandoned(Duration.ZERO)).isZero();
    }

    @Test
    void saving_the_same_again_is_harmless_and_something_else_is_refused() throws IOException {
        Path model = file("m", 1000);
        var stored = store.save(prefix(1, 1), model, Optional.empty(), Map.of());

        assertThat(store.save(prefix(1, 1), model, Optional.empty(), Map.of())).isEqualTo(stored);
        Path other = file("other", 1001);
        assertFails(Kind.EXISTS, () -> store.save(prefix(1, 1), other, Optional.empty(), Map.of()))
                .hasMessageContaining(prefix(1, 1));
        assertThat(store.load(stored.uri(), folder.resolve("down")).model()).hasSameBinaryContentAs(model);
    }

    @Test
    void a_flipped_byte_in_the_store_is_found() throws IOException {
        var stored = store.save(prefix(1, 1), file("m", 1000), Optional.empty(), Map.of());
        Path object = onDisk(prefix(1, 1) + "/model.safetensors");
        byte[] bytes = Files.readAllBytes(object);
        bytes[500] ^= 1;
        try (OutputStream out = Files.newOutputStream(object)) { // in place: keeps the metadata
            out.write(bytes);
        }

        assertFails(Kind.CORRUPT, () -> store.load(stored.uri(), folder.resolve("down")))
                .hasMessageContainingAll("model.safetensors", "damaged");
        assertThat(folder.resolve("down/model.safetensors")).doesNotExist();
    }

    @Test
    void an_object_replaced_behind_the_manifest_is_found() throws IOException {
        var stored = store.save(prefix(1, 1), file("m", 1000), Optional.empty(), Map.of());
        store.objects().put(prefix(1, 1) + "/model.safetensors", file("other", 1000), "application/octet-stream");

        assertFails(Kind.CORRUPT, () -> store.load(stored.uri(), folder.resolve("down")))
                .hasMessageContaining("its manifest says");
    }

    @Test
    void a_model_that_is_not_the_one_announced_is_refused() throws IOException {
        var stored = store.save(prefix(1, 1), file("m", 1000), Optional.empty(), Map.of());

        assertFails(Kind.CORRUPT, () -> store.loadModel(stored.uri(), "0".repeat(64), folder.resolve("down")))
                .hasMessageContaining("announced");
    }

    @Test
    void a_damaged_manifest_is_named() throws IOException {
        for (String text : List.of(
                "",
                "[]",
                "{\"format\":",
                "{\"format\":\"wsol checkpoint 1\"}",
                "{\"format\":\"wsol checkpoint 1\",\"objects\":{\"model.safetensors\":{\"sha256\":\"x\",\"bytes\":1}}}")) {
            store.objects().put(prefix(1, 1) + "/manifest.json", text.getBytes(StandardCharsets.UTF_8), TEXT);
            assertFails(Kind.CORRUPT, () -> store.load("s3://wsol/" + prefix(1, 1), folder))
                    .hasMessageContaining(prefix(1, 1) + "/manifest.json");
        }
    }

    @Test
    void the_latest_checkpoint_has_the_highest_epoch_and_then_the_highest_number() throws IOException {
        Path model = file("m", 10);
        for (int[] place : new int[][] {{1, 9}, {2, 1}, {2, 10}, {2, 9}})
            store.save(prefix(place[0], place[1]), model, Optional.empty(), Map.of());
        store.objects().put(prefix(3, 1) + "/model.safetensors", model, "application/octet-stream");
        store.objects().put(job + "/e2/logs/checkpoints/0099/manifest.json", new byte[] {1}, TEXT);

        assertThat(store.latest(job).orElseThrow().uri()).endsWith("/e2/checkpoints/0010");
        assertThat(store.latest(job + "0")).isEmpty();
    }

    @Test
    void objects_keep_their_content_and_type() throws IOException {
        String key = job + "/result.json";

        store.objects().put(key, "{}".getBytes(StandardCharsets.UTF_8), "application/json");

        assertThat(store.objects().get(key, 100))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{}");
        try (var raw = server.raw()) {
            var head = raw.headObject(r -> r.bucket("wsol").key(key));
            assertThat(head.contentType()).isEqualTo("application/json");
            assertThat(head.metadata())
                    .containsEntry("sha256", Digest.of(new byte[] {'{', '}'}).sha256());
        }
        assertFails(Kind.CORRUPT, () -> store.objects().get(key, 1)).hasMessageContaining("2 bytes");
    }

    @Test
    void a_new_object_has_one_winner() {
        String key = job + "/once";

        assertThat(store.objects().putNew(key, new byte[] {1}, TEXT)).isTrue();
        assertThat(store.objects().putNew(key, new byte[] {2}, TEXT)).isFalse();
        assertThat(store.objects().get(key, 10)).containsExactly(1);
    }

    @Test
    void sixteen_writers_at_once_have_one_winner() throws Exception {
        var pool = Executors.newFixedThreadPool(16);
        try {
            for (int round = 0; round < 5; round++) {
                String key = job + "/race-" + round;
                var writers = Collections.<Callable<Boolean>>nCopies(
                        16, () -> store.objects().putNew(key, new byte[] {1}, TEXT));
                int winners = 0;
                for (var outcome : pool.invokeAll(writers)) if (outcome.get()) winners++;
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void what_is_removed_is_gone_and_removing_it_twice_is_no_mistake() {
        store.objects().put(job + "/a", new byte[] {1}, "text/plain");
        store.objects().put(job + "/b", new byte[] {2}, "text/plain");

        store.objects().delete(job + "/a");
        store.objects().delete(job + "/a");

        assertThat(store.objects().keys(job + "/")).containsExactly(job + "/b");
    }

    @Test
    void listing_goes_past_one_page() throws IOException {
        Files.createDirectories(onDisk(job + "/many")); // the server's own files, to save a thousand requests
        for (int i = 0; i < 1005; i++) Files.createFile(onDisk(job + "/many/" + i));

        assertThat(store.objects().keys(job + "/many/")).hasSize(1005).isSorted();
    }

    @Test
    void what_is_not_there_is_missing() {
        assertFails(Kind.MISSING, () -> store.objects().get(job + "/nothing", 10))
                .hasMessageContaining(job + "/nothing");
        assertFails(Kind.MISSING, () -> store.objects().get(job + "/nothing", folder.resolve("x")));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keys_that_could_leave_their_folder_are_refused() {
        for (String key : List.of("", "/a", "a//b", "../a", "a/./b", "a/..", "a\nb", "a".repeat(1001)))
            assertFails(Kind.REFUSED, () -> store.objects().put(key, new byte[0], TEXT));
        assertFails(Kind.REFUSED, () -> store.load("s3://other/jobs/1", folder)).hasMessageContaining("s3://wsol/");
    }

    @Test
    void a_store_that_is_not_there_is_named_after_bounded_retries() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        URI nowhere = URI.create("http://127.0.0.1:" + free);
        try (var away = S3CheckpointStore.open(ProxiedStore.settings(nowhere, "key", "secret"))) {
            assertFails(Kind.UNREACHABLE, away::ensureBucket).hasMessageContainingAll(nowhere.toString(), "3 attempts");
            assertFails(Kind.UNREACHABLE, () -> away.objects().get("a", 10));
        }
    }

    @Test
    void a_store_that_fails_twice_is_patiently_asked_again() {
        server.failingPuts.set(2);

        store.objects().put(job + "/x", new byte[] {7}, TEXT);

        assertThat(store.objects().get(job + "/x", 10)).containsExactly(7);
    }

    @Test
    void a_store_that_keeps_failing_is_reported_with_its_answer() {
        server.failingPuts.set(Integer.MAX_VALUE);

        assertFails(Kind.UNREACHABLE, () -> store.objects().put(job + "/x", new byte[] {7}, TEXT))
                .hasMessageContainingAll("500", job + "/x");
    }

    @Test
    void wrong_credentials_are_refused_without_telling_the_secret() {
        var settings = server.settings("key", "wrong-secret");
        try (var stranger = S3CheckpointStore.open(settings)) {
            assertFails(Kind.REFUSED, stranger::ensureBucket)
                    .hasMessageContaining("credentials")
                    .hasMessageNotContaining("wrong-secret");
        }
        assertThat(settings.toString()).doesNotContain("wrong-secret");
    }

    @Test
    void a_full_disk_is_called_a_full_disk() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: this system has no /dev/full");
        store.objects().put(job + "/x", new byte[] {7}, TEXT);

        try (OutputStream out = Files.newOutputStream(full)) {
            assertThatThrownBy(() -> ((S3ObjectStore) store.objects()).copy(job + "/x", out, 10))
                    .isInstanceOfSatisfying(IOException.class, e -> assertThat(S3Call.local("write x", e))
                            .hasMessage("cannot write x: the disk is full; free some space and try again")
                            .extracting(StoreException::kind)
                            .isEqualTo(Kind.LOCAL_DISK));
        }
    }

    @Test
    void a_folder_that_cannot_be_written_and_a_file_that_is_missing_are_local_trouble() throws IOException {
        store.objects().put(job + "/x", new byte[] {7}, TEXT);
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file");

        assertFails(Kind.LOCAL_DISK, () -> store.objects().get(job + "/x", blocked.resolve("x")))
                .hasMessageContaining("blocked");
        assertFails(Kind.LOCAL_DISK, () -> store.objects().put(job + "/y", folder.resolve("absent"), TEXT))
                .hasMessageContaining("absent");
    }

    @Test
    void settings_that_cannot_work_are_refused_at_once() {
        assertThatThrownBy(() -> new StoreSettings(URI.create("ftp://x"), "r", "k", "s", "wsol"))
                .hasMessageContaining("ftp://x");
        assertThatThrownBy(() -> new StoreSettings(null, "r", "k", null, "wsol"))
                .hasMessageContaining("go together");
        assertThatThrownBy(() -> new StoreSettings(null, "r", "k", "s", "No_Bucket"))
                .hasMessageContaining("No_Bucket");
    }
}

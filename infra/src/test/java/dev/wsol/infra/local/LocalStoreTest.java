package dev.wsol.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Timeout(120)
class LocalStoreTest {
    private static final String BUCKET = "wsol";

    @TempDir
    Path temp;

    @Test
    void keeps_its_objects_and_its_keys_over_a_restart() {
        String access;
        try (var store = LocalStore.start(temp);
                var s3 = client(store, store.secretKey())) {
            access = store.accessKey();
            s3.createBucket(b -> b.bucket(BUCKET));
            s3.putObject(b -> b.bucket(BUCKET).key("jobs/a/result.json"), RequestBody.fromString("kept"));
        }
        try (var store = LocalStore.start(temp);
                var s3 = client(store, store.secretKey())) {
            assertThat(store.accessKey()).isEqualTo(access);
            assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("jobs/a/result.json"))
                            .asUtf8String())
                    .isEqualTo("kept");
        }
    }

    @Test
    void refuses_whoever_does_not_know_the_secret() {
        try (var store = LocalStore.start(temp);
                var s3 = client(store, "0".repeat(store.secretKey().length()))) {
            assertThatThrownBy(() -> s3.createBucket(b -> b.bucket(BUCKET)))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void its_keys_are_random_and_readable_by_the_owner_only() throws Exception {
        var one = StoreKeys.keptIn(temp);
        var other = StoreKeys.keptIn(Files.createDirectory(temp.resolve("other")));

        assertThat(one.secret()).hasSize(40).isNotEqualTo(other.secret());
        assertThat(one.toString()).doesNotContain(one.secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve(StoreKeys.FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_damaged_key_file_is_told_by_its_name() throws Exception {
        Files.writeString(temp.resolve(StoreKeys.FILE), "not a key\n");
        assertThatThrownBy(() -> LocalStore.start(temp))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining(temp.resolve(StoreKeys.FILE).toString());
        DataDirectory.open(temp).close();
    }

    /**
     * A client repeats a request that broke off, and the repeat of the winner is told that the object exists: success may
     * be told to nobody. So the winner is known by the content, and nobody else may be told of success.
     */
    @Test
    void of_many_writers_of_one_new_object_exactly_one_wins() throws Exception {
        int writers = 8;
        var pool = Executors.newFixedThreadPool(writers);
        try (var store = LocalStore.start(temp);
                var s3 = client(store, store.secretKey())) {
            s3.createBucket(b -> b.bucket(BUCKET));
            for (int race = 0; race < 5; race++) {
                String key = "race-" + race;
                var together = new CyclicBarrier(writers);
                var results = new ArrayList<Future<Boolean>>();
                for (int w = 0; w < writers; w++) {
                    String content = "writer-" + w;
                    Callable<Boolean> writer = () -> {
                        together.await();
                        return putIfNew(s3, key, content);
                    };
                    results.add(pool.submit(writer));
                }
                var told = new ArrayList<String>();
                for (int w = 0; w < writers; w++) if (results.get(w).get()) told.add("writer-" + w);
                String winner =
                        s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asUtf8String();
                assertThat(winner).as(key).startsWith("writer-");
                assertThat(told).as("%s was won by %s", key, winner).isSubsetOf(winner);
                assertThat(putIfNew(s3, key, "late")).as(key).isFalse();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_taken_port_is_told_by_its_number_and_leaves_the_directory_free() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalStore.start(temp, other.getLocalPort()))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageContaining("port " + other.getLocalPort());
        }
        DataDirectory.open(temp).close();
    }

    @Test
    void a_wanted_port_is_the_port_it_gets() {
        int port = Ports.two(Ports.FREE, "store")[0];
        try (var store = LocalStore.start(temp, port)) {
            assertThat(store.endpoint()).hasToString("http://127.0.0.1:" + port);
        }
    }

    /** The HTTP status of the answer. 409 is the store's other word for a lost race. */
    /** Whether the store says that this content is the object now. */
    private static boolean putIfNew(S3Client s3, String key, String content) {
        try {
            s3.putObject(b -> b.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString(content));
            return true;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isIn(409, 412);
            return false;
        }
    }

    private static S3Client client(LocalStore store, String secret) {
        return S3Client.builder()
                .endpointOverride(store.endpoint())
                .region(Region.of(store.region()))
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKey(), secret)))
                .build();
    }
}

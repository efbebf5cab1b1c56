package dev.wsol.evaluator.job;

import dev.wsol.vision.checkpoint.ObjectStore;
import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server on the file system in this process, and a client of it. */
final class TestStore implements AutoCloseable {
    private final S3Proxy proxy;
    private final S3CheckpointStore store;

    TestStore(Path folder) throws Exception {
        proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(
                        Files.createDirectories(folder).toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
                .metricsEnabled(false)
                .build();
        proxy.start();
        store = S3CheckpointStore.open(new StoreSettings(
                URI.create("http://127.0.0.1:" + proxy.getPort()),
                "us-east-1",
                "key",
                "secret",
                "wsol",
                5 << 20,
                1,
                Duration.ofMillis(5),
                Duration.ofSeconds(20)));
        store.ensureBucket();
    }

    ObjectStore objects() {
        return store.objects();
    }

    /** The client stays open and finds nobody. */
    void stopServing() throws Exception {
        proxy.stop();
    }

    @Override
    public void close() throws Exception {
        store.close();
        proxy.stop();
    }
}

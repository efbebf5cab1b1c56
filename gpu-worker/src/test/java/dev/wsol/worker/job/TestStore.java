package dev.wsol.worker.job;

import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server on the file system in this process. */
public final class TestStore implements AutoCloseable {
    private final Path folder;
    private final S3Proxy proxy;

    public TestStore(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
                .metricsEnabled(false)
                .build();
        proxy.start();
    }

    public StoreSettings settings() {
        return at(URI.create("http://127.0.0.1:" + proxy.getPort()));
    }

    /** Settings that give up soon. */
    public static StoreSettings at(URI endpoint) {
        return new StoreSettings(
                endpoint,
                "us-east-1",
                "key",
                "secret",
                "wsol",
                8 << 20,
                2,
                Duration.ofMillis(10),
                Duration.ofSeconds(10));
    }

    S3CheckpointStore open() {
        var store = S3CheckpointStore.open(settings());
        store.ensureBucket();
        return store;
    }

    /** The file behind an object. */
    Path file(String uri, String name) {
        return folder.resolve("wsol")
                .resolve(uri.substring("s3://wsol/".length()))
                .resolve(name);
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
    }
}

package dev.wsol.vision.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A real S3 server on the file system in this process, which can be told to fail. */
final class ProxiedStore implements AutoCloseable {
    static final int PART = 5 << 20;

    final Path folder;
    final AtomicInteger failingParts = new AtomicInteger();
    final AtomicInteger failingPuts = new AtomicInteger();
    final AtomicInteger partsSeen = new AtomicInteger();
    private final S3Proxy proxy;

    ProxiedStore(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        proxy = S3Proxy.builder()
                .blobStore(new Faulty(new FilesystemNio2BlobStore(folder.toString())))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
                .metricsEnabled(false)
                .build();
        proxy.start();
    }

    StoreSettings settings() {
        return settings("key", "secret");
    }

    StoreSettings settings(String key, String secret) {
        return settings(URI.create("http://127.0.0.1:" + proxy.getPort()), key, secret);
    }

    static StoreSettings settings(URI endpoint, String key, String secret) {
        return new StoreSettings(
                endpoint, "us-east-1", key, secret, "wsol", PART, 3, Duration.ofMillis(5), Duration.ofSeconds(20));
    }

    S3Client raw() {
        return S3Clients.open(settings());
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
    }

    /** Reads the request to its end first, as a server does whose disk fails, then answers 500. */
    private static void fail(InputStream content) {
        try {
            content.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new UncheckedIOException(new IOException("No space left on device"));
    }

    private final class Faulty extends ForwardingBlobStore {
        Faulty(FilesystemNio2BlobStore store) {
            super(store);
        }

        @Override
        public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
            if (failingPuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0) fail(content);
            return super.putBlob(request, content);
        }

        @Override
        public UploadPartResponse uploadMultipartPart(
                MultipartUpload upload, UploadPartRequest request, InputStream content) {
            partsSeen.incrementAndGet();
            if (request.partNumber() == 2 && failingParts.getAndUpdate(n -> Math.max(0, n - 1)) > 0) fail(content);
            return super.uploadMultipartPart(upload, request, content);
        }
    }
}

package dev.wsol.vision.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One file sent in parts. Each part carries its MD5 and is retried alone by the client; when any part fails for good
 * the upload is aborted, so that nothing of it stays behind.
 */
final class S3Upload {
    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

    private final S3Client s3;
    private final StoreSettings settings;
    private final String key;
    private final String contentType;

    S3Upload(S3Client s3, StoreSettings settings, String key, String contentType) {
        this.s3 = s3;
        this.settings = settings;
        this.key = key;
        this.contentType = contentType;
    }

    /** @throws IOException if the file cannot be read or no longer has the given digest */
    void send(Path file, Digest digest) throws IOException {
        String id = s3.createMultipartUpload(r -> r.bucket(settings.bucket())
                        .key(key)
                        .contentType(contentType)
                        .metadata(Map.of(S3ObjectStore.SHA256, digest.sha256())))
                .uploadId();
        boolean complete = false;
        try {
            List<CompletedPart> parts = sendParts(id, file, digest);
            s3.completeMultipartUpload(
                    r -> r.bucket(settings.bucket()).key(key).uploadId(id).multipartUpload(m -> m.parts(parts)));
            complete = true;
        } finally {
            if (!complete) abort(id);
        }
    }

    private List<CompletedPart> sendParts(String id, Path file, Digest digest) throws IOException {
        var parts = new ArrayList<CompletedPart>();
        MessageDigest whole = Digest.algorithm("SHA-256");
        var buffer = ByteBuffer.allocate(settings.partBytes());
        long sent = 0;
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (fill(channel, buffer.clear()) > 0) {
                byte[] part = Arrays.copyOf(buffer.array(), buffer.position());
                whole.update(part);
                sent += part.length;
                parts.add(sendPart(id, parts.size() + 1, part));
            }
        }
        if (!Digest.of(whole, sent).equals(digest)) throw new IOException(file + " changed while it was being stored");
        return parts;
    }

    private static int fill(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // a read may be short
        }
        return buffer.position();
    }

    private CompletedPart sendPart(String id, int number, byte[] part) {
        String md5 = Base64.getEncoder().encodeToString(Digest.algorithm("MD5").digest(part));
        var body = RequestBody.fromContentProvider(
                ContentStreamProvider.fromByteArrayUnsafe(part), part.length, "application/octet-stream");
        var answer = s3.uploadPart(
                r -> r.bucket(settings.bucket())
                        .key(key)
                        .uploadId(id)
                        .partNumber(number)
                        .contentMD5(md5),
                body);
        return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
    }

    private void abort(String id) {
        try {
            s3.abortMultipartUpload(r -> r.bucket(settings.bucket()).key(key).uploadId(id));
        } catch (SdkException e) {
            LOG.warn("parts of {} stay in {} until they are cleaned up: {}", key, settings, e.getMessage());
        }
    }
}

package dev.wsol.vision.checkpoint;

import dev.wsol.vision.checkpoint.StoreException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in one S3 bucket. The SHA-256 of each goes into its user metadata, because not every store returns
 * checksums; what is fetched is compared with it.
 */
final class S3ObjectStore implements ObjectStore, AutoCloseable {
    static final String SHA256 = "sha256";

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9!_.*'()=+@,:~-]+(/[A-Za-z0-9!_.*'()=+@,:~-]+)*");
    private static final int LONGEST_KEY = 1000;

    private final S3Client s3;
    private final StoreSettings settings;
    private final S3Call calls;

    S3ObjectStore(StoreSettings settings) {
        this.settings = settings;
        this.calls = new S3Call(settings);
        this.s3 = calls.run("open a client", () -> S3Clients.open(settings));
    }

    /** Creates the bucket unless it is there. */
    void ensureBucket() {
        try {
            calls.run("look for the bucket", () -> s3.headBucket(r -> r.bucket(settings.bucket())));
        } catch (StoreException e) {
            if (e.kind() != Kind.MISSING) throw e;
            createBucket();
        }
    }

    private void createBucket() {
        try {
            calls.run("create the bucket", () -> s3.createBucket(r -> r.bucket(settings.bucket())));
        } catch (StoreException e) {
            if (e.kind() != Kind.EXISTS) throw e; // another process was faster
        }
    }

    /** @throws StoreException of kind REFUSED if the store lets a second writer replace a create-once object */
    void requireConditionalWrites() {
        String key = ".wsol/probe-" + UUID.randomUUID();
        putNew(key, new byte[] {1}, "application/octet-stream");
        boolean second = putNew(key, new byte[] {2}, "application/octet-stream");
        delete(key);
        if (second)
            throw new StoreException(
                    Kind.REFUSED,
                    settings + " ignores If-None-Match on writes; checkpoints would not be safe there. Use a store"
                            + " with conditional writes");
    }

    /** Aborts multipart uploads that were begun longer ago than this; answers how many. */
    int abortAbandoned(Duration age) {
        Instant before = Instant.now().minus(age);
        return calls.run("clean up unfinished uploads", () -> {
            int aborted = 0;
            for (MultipartUpload upload : s3.listMultipartUploadsPaginator(r -> r.bucket(settings.bucket()))
                    .uploads()) {
                if (upload.initiated() != null && upload.initiated().isAfter(before)) continue;
                s3.abortMultipartUpload(
                        r -> r.bucket(settings.bucket()).key(upload.key()).uploadId(upload.uploadId()));
                aborted++;
            }
            return aborted;
        });
    }

    @Override
    public Digest put(String key, Path file, String contentType) {
        checkKey(key);
        String what = "write " + key;
        try {
            Digest digest = Digest.of(file);
            if (digest.bytes() <= settings.partBytes()) return put(key, Files.readAllBytes(file), contentType);
            new S3Upload(s3, settings, key, contentType).send(file, digest);
            return digest;
        } catch (IOException e) {
            throw S3Call.local("read " + file + " to " + what, e);
        } catch (SdkException e) {
            throw calls.translated(what, e);
        }
    }

    @Override
    public Digest put(String key, byte[] content, String contentType) {
        return put(key, content, contentType, false);
    }

    @Override
    public boolean putNew(String key, byte[] content, String contentType) {
        try {
            put(key, content, contentType, true);
            return true;
        } catch (StoreException e) {
            if (e.kind() == Kind.EXISTS) return false;
            throw e;
        }
    }

    private Digest put(String key, byte[] content, String contentType, boolean onlyNew) {
        checkKey(key);
        Digest digest = Digest.of(content);
        calls.run(
                "write " + key,
                () -> s3.putObject(
                        r -> r.bucket(settings.bucket())
                                .key(key)
                                .contentType(contentType)
                                .contentMD5(md5(content))
                                .metadata(Map.of(SHA256, digest.sha256()))
                                .ifNoneMatch(onlyNew ? "*" : null),
                        RequestBody.fromBytes(content)));
        return digest;
    }

    private static String md5(byte[] content) {
        return Base64.getEncoder().encodeToString(Digest.algorithm("MD5").digest(content));
    }

    @Override
    public Digest get(String key, Path file) {
        checkKey(key);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (file.toAbsolutePath().getParent() != null)
                Files.createDirectories(file.toAbsolutePath().getParent());
            Digest digest = fetch(key, part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return digest;
        } catch (IOException e) {
            throw S3Call.local("write " + file, e);
        } finally {
            deleteQuietly(part);
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // the next fetch overwrites it
        }
    }

    /** The SDK retries until the first byte; a connection that breaks later is retried here, from the start. */
    private Digest fetch(String key, Path part) {
        for (int attempt = 1; ; attempt++) {
            try (OutputStream out = Files.newOutputStream(part)) {
                return copy(key, out, Long.MAX_VALUE);
            } catch (BrokenOff e) {
                if (attempt >= settings.attempts()) throw calls.brokenOff("read " + key, e.cause);
                pause(attempt);
            } catch (IOException e) {
                throw S3Call.local("write " + part, e);
            }
        }
    }

    private void pause(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(settings.firstWait().toMillis() << Math.min(attempt - 1, 5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.UNREACHABLE, "interrupted while reading from " + settings, e);
        }
    }

    @Override
    public byte[] get(String key, int most) {
        checkKey(key);
        var out = new ByteArrayOutputStream();
        for (int attempt = 1; ; attempt++) {
            try {
                out.reset();
                copy(key, out, most);
                return out.toByteArray();
            } catch (BrokenOff e) {
                if (attempt >= settings.attempts()) throw calls.brokenOff("read " + key, e.cause);
                pause(attempt);
            } catch (IOException e) {
                throw new IllegalStateException("memory does not fail this way", e);
            }
        }
    }

    /** A read that ended early; apart from IOException so that it is not taken for a failing disk. */
    private static final class BrokenOff extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient IOException cause;

        BrokenOff(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /**
     * Copies an object and compares it with its own metadata.
     *
     * @throws IOException only from {@code out}
     */
    Digest copy(String key, OutputStream out, long most) throws IOException, BrokenOff {
        MessageDigest sha = Digest.algorithm("SHA-256");
        var buffer = new byte[1 << 16];
        long bytes = 0;
        ResponseInputStream<GetObjectResponse> in = calls.run(
                "read " + key,
                () -> s3.getObject(r -> r.bucket(settings.bucket()).key(key)));
        try (in) {
            long length = in.response().contentLength();
            if (length > most)
                throw new StoreException(
                        Kind.CORRUPT,
                        "%s in %s has %d bytes, more than the %d expected".formatted(key, settings, length, most));
            for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
                sha.update(buffer, 0, n);
                bytes += n;
                out.write(buffer, 0, n);
            }
            if (bytes != length) throw new BrokenOff(new IOException(bytes + " of " + length + " bytes arrived"));
        }
        return verified(key, Digest.of(sha, bytes), in.response().metadata().get(SHA256));
    }

    private static int read(ResponseInputStream<?> in, byte[] buffer) throws BrokenOff {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new BrokenOff(e);
        }
    }

    private Digest verified(String key, Digest found, String told) {
        if (told != null && !told.equals(found.sha256()))
            throw new StoreException(
                    Kind.CORRUPT,
                    "%s in %s is damaged: SHA-256 %s was stored, %s was read"
                            .formatted(key, settings, told, found.sha256()));
        return found;
    }

    @Override
    public List<String> keys(String prefix) {
        return calls.run(
                "list " + prefix,
                () -> s3.listObjectsV2Paginator(r -> r.bucket(settings.bucket()).prefix(prefix)).contents().stream()
                        .map(S3Object::key)
                        .sorted()
                        .toList());
    }

    @Override
    public void delete(String key) {
        checkKey(key);
        calls.run(
                "delete " + key,
                () -> s3.deleteObject(r -> r.bucket(settings.bucket()).key(key)));
    }

    /** Keys become file names in some stores: no empty, dot or foreign parts. */
    private static void checkKey(String key) {
        boolean good = key.length() <= LONGEST_KEY && KEY.matcher(key).matches();
        for (String part : key.split("/", -1)) good &= !part.equals(".") && !part.equals("..");
        if (!good) throw new StoreException(Kind.REFUSED, "not a usable object key: \"" + key + "\"");
    }

    @Override
    public void close() {
        s3.close();
    }
}

package dev.wsol.vision.checkpoint;

import dev.wsol.vision.checkpoint.StoreException.Kind;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The one place that knows the SDK's exceptions; they become {@link StoreException} here and go no further. */
record S3Call(StoreSettings settings) {

    /** @param what the deed for messages, for example "write jobs/1/x" */
    <T> T run(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw translated(what, e);
        }
    }

    StoreException translated(String what, SdkException e) {
        if (e instanceof S3Exception answer) return answered(what, answer);
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return failed(Kind.UNREACHABLE, what, "interrupted", e);
        }
        if (lower(e).contains("credentials"))
            return failed(
                    Kind.REFUSED,
                    what,
                    "no credentials: set the access and secret key, or give this machine a role",
                    e);
        return failed(
                Kind.UNREACHABLE,
                what,
                "the store does not answer after %d attempts (%s); is it running at this address?"
                        .formatted(settings.attempts(), innermost(e)),
                e);
    }

    private StoreException answered(String what, S3Exception e) {
        int status = e.statusCode();
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        String reason =
                "answer %d %s".formatted(status, code == null ? "" : code).strip();
        if (status == 404 && "NoSuchBucket".equals(code))
            return failed(Kind.MISSING, what, "there is no bucket " + settings.bucket(), e);
        if (status == 404) return failed(Kind.MISSING, what, "there is no such object", e);
        if ("ConditionalRequestConflict".equals(code)) // AWS: two writers at once, neither known to have won
        return failed(Kind.UNREACHABLE, what, reason + "; another writer is at the same object", e);
        if (status == 412 || status == 409) return failed(Kind.EXISTS, what, "it exists already", e);
        if (status == 401 || status == 403)
            return failed(Kind.REFUSED, what, reason + "; check the credentials and their rights", e);
        if (status >= 500 || status == 429)
            return failed(Kind.UNREACHABLE, what, "%s after %d attempts".formatted(reason, settings.attempts()), e);
        return failed(Kind.REFUSED, what, reason, e);
    }

    private StoreException failed(Kind kind, String what, String why, Throwable cause) {
        return new StoreException(kind, "cannot %s in %s: %s".formatted(what, settings, why), cause);
    }

    /** The store broke off while sending. */
    StoreException brokenOff(String what, IOException e) {
        return failed(Kind.UNREACHABLE, what, "the connection broke off (" + e.getMessage() + ")", e);
    }

    /** A file on this machine failed. */
    static StoreException local(String what, IOException e) {
        boolean full = lower(e).contains("no space left") || lower(e).contains("quota");
        return new StoreException(
                Kind.LOCAL_DISK,
                "cannot %s: %s".formatted(what, full ? "the disk is full; free some space and try again" : e),
                e);
    }

    private static String lower(Throwable e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    }

    private static String innermost(Throwable e) {
        Throwable inner = e;
        while (inner.getCause() != null && !(inner instanceof IOException)) inner = inner.getCause();
        return inner instanceof SdkClientException ? inner.getMessage() : inner.toString();
    }
}

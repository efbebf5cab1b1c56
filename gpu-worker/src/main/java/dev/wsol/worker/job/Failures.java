package dev.wsol.worker.job;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Failure;
import dev.wsol.contract.Failure.Code;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.image.ImageException;
import dev.wsol.vision.model.OutOfMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.Locale;

/** The one place where what went wrong on this machine becomes a failure that travels. */
final class Failures {
    private Failures() {}

    static Failure of(Throwable e) {
        return new Failure(code(e), OutOfMemory.said(e).orElseGet(() -> message(e)));
    }

    private static Code code(Throwable e) {
        if (e instanceof StoreException s) return of(s.kind());
        if (e instanceof CheckpointException) return Code.CORRUPT_CHECKPOINT;
        if (e instanceof DatasetException || e instanceof ImageException) return Code.BAD_DATA;
        if (e instanceof BadSpec || e instanceof InvalidPathException) return Code.BAD_SPEC;
        if (e instanceof Diverged) return Code.DIVERGED;
        if (OutOfMemory.said(e).isPresent()) return Code.OUT_OF_MEMORY;
        if (e instanceof UncheckedIOException || e instanceof IOException)
            return says(e, "no space left") || says(e, "quota exceeded") ? Code.DISK_FULL : Code.INTERNAL;
        return Code.INTERNAL;
    }

    private static Code of(StoreException.Kind kind) {
        return switch (kind) { // no default: a new kind must be placed
            case MISSING, CORRUPT -> Code.CORRUPT_CHECKPOINT;
            case EXISTS -> Code.INTERNAL;
            // Another worker may have the rights that this one lacks, so this too may pass.
            case REFUSED, UNREACHABLE -> Code.STORE_UNREACHABLE;
            case LOCAL_DISK -> Code.DISK_FULL;
        };
    }

    /** Exceptions of our own speak for themselves; of others the class says more than the message. */
    private static String message(Throwable e) {
        boolean own = e.getClass().getName().startsWith("dev.wsol.");
        if (own && e.getMessage() != null) return e.getMessage();
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static boolean says(Throwable e, String words) {
        for (var t = e; t != null; t = t.getCause())
            if (t.getMessage() != null
                    && t.getMessage().toLowerCase(Locale.ROOT).contains(words)) return true;
        return false;
    }
}

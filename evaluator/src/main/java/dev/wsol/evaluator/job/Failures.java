package dev.wsol.evaluator.job;

import dev.wsol.contract.Failure;
import dev.wsol.contract.Failure.Code;
import dev.wsol.evaluator.metric.MetricException;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.vision.image.ImageException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The one place where an error becomes a {@link Failure} that travels. */
final class Failures {
    private Failures() {}

    static Failure of(Throwable e) {
        if (e instanceof StoreException s) return new Failure(code(s), s.getMessage());
        if (e instanceof DatasetException) return new Failure(Code.BAD_DATA, e.getMessage());
        if (e instanceof ImageException) return new Failure(Code.BAD_DATA, e.getMessage());
        if (e instanceof CheckpointException) return new Failure(Code.CORRUPT_CHECKPOINT, e.getMessage());
        if (e instanceof MetricException)
            return new Failure(Code.CORRUPT_CHECKPOINT, "the network's answer cannot be scored: " + e.getMessage());
        if (e instanceof IllegalArgumentException) return new Failure(Code.BAD_SPEC, e.getMessage());
        if (e instanceof IOException || e instanceof UncheckedIOException)
            return new Failure(Code.DISK_FULL, "a report file cannot be written: " + e.getMessage());
        if (e instanceof OutOfMemoryError)
            return new Failure(Code.OUT_OF_MEMORY, "the evaluator ran out of memory: " + e.getMessage());
        return new Failure(Code.INTERNAL, e.toString());
    }

    private static Code code(StoreException e) {
        return switch (e.kind()) {
            case MISSING, CORRUPT -> Code.CORRUPT_CHECKPOINT;
            case UNREACHABLE -> Code.STORE_UNREACHABLE;
            case LOCAL_DISK -> Code.DISK_FULL;
            case REFUSED, EXISTS -> Code.BAD_SPEC;
        };
    }
}

package dev.wsol.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.engine.EngineException;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Failure.Code;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.dataset.DatasetException;
import dev.wsol.worker.train.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
    static Stream<Arguments> cases() {
        return Stream.of(
                arguments(new DatasetException("d"), Code.BAD_DATA),
                arguments(new BadSpec("f", "b"), Code.BAD_SPEC),
                arguments(new InvalidPathException("/a\0", "a character that no path has"), Code.BAD_SPEC),
                arguments(new CheckpointException("c"), Code.CORRUPT_CHECKPOINT),
                arguments(new Diverged("the loss is", new Position(0, 1, 4, 0, 0, 0), Optional.empty()), Code.DIVERGED),
                arguments(new StoreException(StoreException.Kind.UNREACHABLE, "u"), Code.STORE_UNREACHABLE),
                arguments(new StoreException(StoreException.Kind.REFUSED, "r"), Code.STORE_UNREACHABLE),
                arguments(new StoreException(StoreException.Kind.CORRUPT, "c"), Code.CORRUPT_CHECKPOINT),
                arguments(new StoreException(StoreException.Kind.LOCAL_DISK, "l"), Code.DISK_FULL),
                arguments(new UncheckedIOException("w", new IOException("No space left on device")), Code.DISK_FULL),
                arguments(new UncheckedIOException("w", new IOException("broken pipe")), Code.INTERNAL),
                arguments(new OutOfMemoryError("Java heap space"), Code.OUT_OF_MEMORY),
                arguments(new EngineException("CUDA out of memory. Tried to allocate"), Code.OUT_OF_MEMORY),
                arguments(new EngineException("shape mismatch"), Code.INTERNAL),
                arguments(new NullPointerException(), Code.INTERNAL));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_mishap_has_a_code_and_words(Throwable mishap, Code code) {
        var failure = Failures.of(mishap);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).isNotBlank().doesNotContain("null");
    }
}

package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
    @Test
    void a_gpu_says_what_was_needed_and_what_was_there() {
        var thrown = new EngineException("The following operation failed in the TorchScript interpreter.\n"
                + "RuntimeError: CUDA out of memory. Tried to allocate 2.25 GiB. GPU 1 has a total capacity of 79.10 GiB of"
                + " which 1.05 GiB is free. Process 7 has 78.0 GiB memory in use.");

        assertThat(OutOfMemory.said(new IllegalStateException(thrown))).hasValueSatisfying(m -> assertThat(m)
                .contains("needed 2.25 GiB more where 1.05 GiB of the 79.10 GiB of cuda:1 were free")
                .contains("smaller batch"));
    }

    @Test
    void an_older_engine_says_less() {
        assertThat(OutOfMemory.said(
                        new EngineException("CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; ...)")))
                .hasValueSatisfying(m -> assertThat(m).contains("needed 20.00 MiB more;"));
        assertThat(OutOfMemory.said(new EngineException("CUDA error: out of memory")))
                .isPresent();
    }

    @Test
    void the_real_engine_is_understood_when_the_machine_is_too_small() {
        try (var manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            var thrown = catchThrowable(() -> manager.zeros(new Shape(1L << 46)));
            assertThat(OutOfMemory.said(thrown))
                    .hasValueSatisfying(m -> assertThat(m).contains("it needed 268435456 MiB more"));
        }
    }

    @Test
    void other_errors_are_not_meant() {
        assertThat(OutOfMemory.said(new EngineException("size mismatch"))).isEmpty();
        assertThat(OutOfMemory.said(new IllegalArgumentException("CUDA out of memory")))
                .isEmpty();
    }
}

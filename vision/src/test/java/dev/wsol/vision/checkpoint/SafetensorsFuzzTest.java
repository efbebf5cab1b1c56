package dev.wsol.vision.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsol.vision.Frugal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Headers that no program of ours wrote. Fuzzes with {@code JAZZER_FUZZ=1} in the environment. */
class SafetensorsFuzzTest {
    private static final long MOST = 64L << 20;

    @FuzzTest(maxDuration = "10m")
    void a_file_is_tensors_or_refused(byte[] bytes) {
        read(ByteBuffer.wrap(bytes));
    }

    /** The header's length is right, so every change of the bytes reaches the header itself. */
    @FuzzTest(maxDuration = "10m")
    void a_header_is_tensors_or_refused(byte[] header) {
        var file = ByteBuffer.allocate(8 + header.length + 64).order(ByteOrder.LITTLE_ENDIAN);
        read(file.putLong(header.length).put(header).rewind());
    }

    private static void read(ByteBuffer file) {
        Frugal.run(MOST, () -> {
            try {
                Safetensors.parse("fuzz", file).tensors().values().forEach(Tensor::doubles);
            } catch (CheckpointException e) {
                return;
            }
        });
    }
}

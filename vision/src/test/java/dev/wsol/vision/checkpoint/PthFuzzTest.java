package dev.wsol.vision.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsol.vision.Frugal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;

/**
 * Bytes that no program of ours wrote. Runs the kept inputs as ordinary tests; with {@code JAZZER_FUZZ=1} in the
 * environment it looks for new ones. Whatever happens is a {@link CheckpointException} or a value.
 */
class PthFuzzTest {
    private static final long MOST = 256L << 20;

    /** The largest storage that is handed out: what a file has is not the pickle's to say. */
    private static final int STORAGE = 1 << 16;

    @FuzzTest(maxDuration = "10m")
    void a_pickle_is_a_value_or_refused(byte[] bytes) {
        Frugal.run(MOST, () -> {
            try {
                var torch = new Torch("fuzz");
                Object value = new Pickle("fuzz", ByteBuffer.wrap(bytes), torch).read();
                var data = new HashMap<String, ByteBuffer>();
                for (var storage : torch.storages().values())
                    data.put(storage.key(), ByteBuffer.allocate((int) Math.min(STORAGE, storage.bytes())));
                new PthTree("fuzz", data, new Views("fuzz", Views.budget(bytes.length))).filled(value);
            } catch (CheckpointException e) {
                return;
            }
        });
    }

    @FuzzTest(maxDuration = "10m")
    void a_file_of_the_old_form_is_a_value_or_refused(byte[] bytes) {
        Frugal.run(MOST, () -> {
            try {
                LegacyPth.tree("fuzz", ByteBuffer.wrap(bytes));
            } catch (CheckpointException e) {
                return;
            }
        });
    }

    @FuzzTest(maxDuration = "10m")
    void a_zip_is_weights_or_refused(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".pth");
        try {
            Files.write(file, bytes);
            Frugal.run(MOST, () -> {
                try {
                    WeightsFile.read(file);
                } catch (CheckpointException e) {
                    return;
                }
            });
        } finally {
            Files.delete(file);
        }
    }
}

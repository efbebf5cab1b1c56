package dev.wsol.vision.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsol.vision.Frugal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures that no camera took. Fuzzes with {@code JAZZER_FUZZ=1} in the environment. */
class DecoderFuzzTest {
    private static final long MOST = 64L << 20;

    /** Small limits, so that what passes the gate is soon decoded. */
    private static final Decoder DECODER = new Decoder(250_000, 1_000, 1 << 20);

    @FuzzTest(maxDuration = "10m")
    void a_picture_is_decoded_within_the_limits_or_refused(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".jpg");
        try {
            Files.write(file, bytes);
            Frugal.run(MOST, () -> {
                try {
                    var pixels = DECODER.decode(file);
                    if ((long) pixels.width() * pixels.height() > DECODER.maxPixels())
                        throw new AssertionError(pixels.width() + "x" + pixels.height() + " passed the gate");
                } catch (ImageException e) {
                    return;
                }
            });
        } finally {
            Files.delete(file);
        }
    }
}

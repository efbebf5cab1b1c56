package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ImagesTest {
    private static final int IMAGES = 9;

    private final ByteBuffer pixels = counted();

    private static ByteBuffer counted() {
        var out = Network.pixels(IMAGES);
        for (int i = 0; i < out.capacity(); i += Float.BYTES) out.putFloat(i, i);
        return out;
    }

    @Test
    void images_are_cut_into_neighbours() {
        var parts = new Images(pixels, IMAGES).cut(4);

        assertThat(parts.stream().map(Images::count)).containsExactly(3, 3, 3);
        var second = parts.get(1).pixels().asFloatBuffer();
        assertThat(second.get(0))
                .isEqualTo(pixels.duplicate().order(pixels.order()).getFloat(3 * Images.BYTES));
    }

    /** To a GPU they go through pinned memory; the rest of that way is the same here. */
    @Test
    void images_are_sent_as_they_are() {
        try (var manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            var sent = new Images(pixels, IMAGES).part(2, 5).sent(manager);

            assertThat(sent.getShape()).isEqualTo(new Shape(3, 3, 224, 224));
            var expected = new float[3 * Images.BYTES / Float.BYTES];
            pixels.duplicate()
                    .order(pixels.order())
                    .position(2 * Images.BYTES)
                    .asFloatBuffer()
                    .get(expected);
            assertThat(sent.toFloatArray()).isEqualTo(expected);
        }
    }
}

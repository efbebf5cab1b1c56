package dev.wsol.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.vision.dataset.WsolMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("reference")
class MaskImagesTest {
    private static final int SIDE = 224;

    @Test
    void the_label_image_of_every_reference_mask_is_the_official_one() throws IOException {
        var rows = WsolMetadata.read(ReferenceFiles.need("evaluation/metadata_masks"), "test")
                .rows();
        byte[] expected = npy(Files.readAllBytes(ReferenceFiles.need("evaluation/pxap_masks_u8.npy.gz")));
        assertThat(rows).hasSize(10);
        for (int i = 0; i < rows.size(); i++) {
            var masks = rows.get(i).annotation().masks().below(ReferenceFiles.need("evaluation/masks"));

            byte[] labels = MaskImages.labels(masks.objectFiles(), masks.ignoredFile(), SIDE, SIDE, Decoder.standard());

            assertThat(labels)
                    .as(rows.get(i).id())
                    .isEqualTo(Arrays.copyOfRange(expected, i * SIDE * SIDE, (i + 1) * SIDE * SIDE));
        }
    }

    /** Bytes behind the header: its length stands at 8, little-endian. */
    private static byte[] npy(byte[] gzipped) throws IOException {
        byte[] all = new GZIPInputStream(new ByteArrayInputStream(gzipped)).readAllBytes();
        return Arrays.copyOfRange(all, 10 + (all[8] & 0xff) + ((all[9] & 0xff) << 8), all.length);
    }
}

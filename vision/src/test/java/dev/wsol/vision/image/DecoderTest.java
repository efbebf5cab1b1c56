package dev.wsol.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    private final Decoder decoder = Decoder.standard();

    @TempDir
    private Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] encoded(String format, int type, int width, int height) throws IOException {
        var image = new BufferedImage(width, height, type);
        var random = new Random(7);
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) image.setRGB(x, y, random.nextInt());
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    @Test
    @Tag("reference")
    void grey_cmyk_rotated_and_misnamed_pictures_have_the_reference_size_and_mean() throws IOException {
        var json = new ObjectMapper();
        Path root = ReferenceFiles.need("datasets");
        for (String line : Files.readAllLines(ReferenceFiles.need("datasets/expected.jsonl"))) {
            JsonNode wanted = json.readTree(line);
            Path file = root.resolve(wanted.path("file").asText());
            if (!wanted.has("mean_rgb") || !Files.isRegularFile(file)) continue;
            Pixels pixels = decoder.decode(file);
            assertThat(pixels.width())
                    .as(file.toString())
                    .isEqualTo(wanted.at("/size_wh/0").asInt());
            assertThat(pixels.height())
                    .as(file.toString())
                    .isEqualTo(wanted.at("/size_wh/1").asInt());
            double slack = file.getFileName().toString().equals("n00000202_101.JPEG") ? 3 : 1.5; // the CMYK one
            for (int c = 0; c < 3; c++)
                assertThat(mean(pixels, c))
                        .as(file + " channel " + c)
                        .isCloseTo(wanted.path("mean_rgb").path(c).asDouble(), within(slack));
        }
    }

    private static double mean(Pixels pixels, int channel) {
        long sum = 0;
        for (int i = channel; i < pixels.rgb().length; i += 3) sum += pixels.rgb()[i] & 0xff;
        return sum / (double) (pixels.width() * pixels.height());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY
            })
    void every_kind_of_png_gives_the_colours_that_were_drawn(int type) throws IOException {
        byte[] png = encoded("png", type, 19, 13);
        var wanted = ImageIO.read(file("again.png", png).toFile());

        Pixels pixels = decoder.decode(file("a.png", png));

        for (int y = 0; y < 13; y++)
            for (int x = 0; x < 19; x++) {
                int at = (y * 19 + x) * 3;
                int rgb = (pixels.rgb()[at] & 0xff) << 16
                        | (pixels.rgb()[at + 1] & 0xff) << 8
                        | pixels.rgb()[at + 2] & 0xff;
                assertThat(rgb).isEqualTo(wanted.getRGB(x, y) & 0xffffff);
            }
    }

    /** A JPEG with a colour profile put behind its first segment. */
    private static byte[] withProfile(byte[] jpeg, byte[] profile) {
        int after = 4 + ((jpeg[4] & 0xff) << 8 | jpeg[5] & 0xff);
        byte[] mark = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
        int length = 2 + mark.length + profile.length;
        return ByteBuffer.allocate(jpeg.length + 2 + length)
                .put(jpeg, 0, after)
                .put(new byte[] {(byte) 0xff, (byte) 0xe2, (byte) (length >> 8), (byte) length})
                .put(mark)
                .put(profile)
                .put(jpeg, after, jpeg.length - after)
                .array();
    }

    @Test
    void colour_profiles_change_nothing() throws IOException {
        byte[] colour = encoded("jpg", BufferedImage.TYPE_3BYTE_BGR, 40, 30);
        byte[] grey = encoded("jpg", BufferedImage.TYPE_BYTE_GRAY, 40, 30);
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] lightness = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
        byte[] noise = {1, 2, 3};

        for (byte[] profile : new byte[][] {linear, lightness, noise}) {
            assertThat(decoder.decode(file("p.jpg", withProfile(colour, profile))))
                    .isEqualTo(decoder.decode(file("c.jpg", colour)));
            assertThat(decoder.decode(file("p.jpg", withProfile(grey, profile))))
                    .isEqualTo(decoder.decode(file("g.jpg", grey)));
        }
    }

    @Test
    void a_colour_profile_in_a_png_changes_nothing() throws IOException {
        byte[] png = encoded("png", BufferedImage.TYPE_3BYTE_BGR, 20, 10);
        var packed = new ByteArrayOutputStream();
        packed.write("iCCPlinear\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (var deflated = new DeflaterOutputStream(packed)) {
            deflated.write(ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData());
        }
        var crc = new CRC32();
        crc.update(packed.toByteArray());
        byte[] profiled = ByteBuffer.allocate(png.length + packed.size() + 8)
                .put(png, 0, 33) // signature and header chunk
                .putInt(packed.size() - 4)
                .put(packed.toByteArray())
                .putInt((int) crc.getValue())
                .put(png, 33, png.length - 33)
                .array();

        assertThat(decoder.decode(file("p.png", profiled))).isEqualTo(decoder.decode(file("c.png", png)));
    }

    @Test
    void sixteen_bit_grey_keeps_its_high_byte() throws IOException {
        var image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 0x12ff);
        image.getRaster().setSample(1, 0, 0, 0xfe00);
        ImageIO.write(image, "png", folder.resolve("deep.png").toFile());

        assertThat(decoder.decode(folder.resolve("deep.png")).rgb())
                .containsExactly(0x12, 0x12, 0x12, (byte) 0xfe, (byte) 0xfe, (byte) 0xfe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void a_truncated_picture_is_refused_wherever_it_was_cut(String format) throws IOException {
        byte[] whole = encoded(format, BufferedImage.TYPE_3BYTE_BGR, 90, 70);
        decoder.decode(file("whole." + format, whole));
        for (int percent = 1; percent < 100; percent += 3) {
            Path cut = file("cut." + format, Arrays.copyOf(whole, Math.max(1, whole.length * percent / 100)));
            assertThatThrownBy(() -> decoder.decode(cut))
                    .as(percent + " % of " + format)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("cut." + format);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void damaged_bytes_never_raise_anything_but_an_image_exception(String format) throws IOException {
        byte[] whole = encoded(format, BufferedImage.TYPE_3BYTE_BGR, 40, 30);
        var random = new Random(11);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 4; k++) damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            Path file = file("damaged", damaged);
            try {
                decoder.decode(file);
            } catch (ImageException expected) {
                assertThat(expected.reason()).isNotBlank();
            }
        }
    }

    @Test
    void a_huge_picture_is_refused_by_its_header_alone() throws IOException {
        var header = ByteBuffer.allocate(33);
        header.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}).putInt(13);
        header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(29_000).putInt(29_000);
        header.put(new byte[] {8, 2, 0, 0, 0});
        var crc = new CRC32();
        crc.update(header.array(), 12, 17);
        header.putInt((int) crc.getValue());

        assertThatThrownBy(() -> decoder.decode(file("huge.png", header.array())))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("huge.png")
                .hasMessageContaining("29000x29000")
                .hasMessageContaining("64000000");
    }

    @Test
    void the_limits_are_the_callers() throws IOException {
        Path file = file("wide.png", encoded("png", BufferedImage.TYPE_3BYTE_BGR, 60, 10));

        assertThatThrownBy(() -> new Decoder(1000, 50, 1 << 20).decode(file)).hasMessageContaining("60x10");
        assertThatThrownBy(() -> new Decoder(1000, 100, 50).decode(file)).hasMessageContaining("the limit is 50");
        assertThat(new Decoder(600, 60, 1 << 20).size(file)).isEqualTo(new Size(60, 10));
    }

    @Test
    void what_is_no_picture_is_named_with_the_reason() throws IOException {
        assertThatThrownBy(() -> decoder.decode(folder.resolve("absent.jpg"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> decoder.decode(folder)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> decoder.decode(file("empty.jpg", new byte[0]))).hasMessageContaining("is empty");
        assertThatThrownBy(() -> decoder.decode(file("text.jpg", "hello, world".getBytes(StandardCharsets.US_ASCII))))
                .hasMessageContaining("neither JPEG nor PNG");
    }
}

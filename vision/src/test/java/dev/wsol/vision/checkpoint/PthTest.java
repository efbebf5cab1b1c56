package dev.wsol.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.vision.image.ReferenceFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PthTest {

    @TempDir
    private Path folder;

    /** A pickle program: texts as ISO-8859-1 bytes, integers as single bytes. */
    private static byte[] program(Object... parts) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2});
        for (Object part : parts)
            if (part instanceof String text) out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            else out.write((Integer) part);
        out.write('.');
        return out.toByteArray();
    }

    private static String text(String value) {
        var length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value.length());
        return "X" + new String(length.array(), StandardCharsets.ISO_8859_1) + value;
    }

    private static String number(int value) {
        var bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value);
        return "J" + new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    /** {"t": tensor over a float storage of {@code count} elements}. */
    private static byte[] oneTensor(int count, int offset, int[] shape, int[] stride) {
        return program(
                "}",
                text("t"),
                "ctorch._utils\n_rebuild_tensor_v2\n((",
                text("storage"),
                "ctorch\nFloatStorage\n",
                text("0"),
                text("cpu"),
                number(count),
                "tQ",
                number(offset),
                tuple(shape),
                tuple(stride),
                0x89,
                "N",
                "tRs");
    }

    private static String tuple(int[] values) {
        var text = new StringBuilder("(");
        for (int value : values) text.append(number(value));
        return text.append('t').toString();
    }

    private static byte[] floats(float... values) {
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private Path zip(byte[] pickle, Map<String, byte[]> data) throws IOException {
        Path file = folder.resolve("x.pth");
        try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.setMethod(ZipOutputStream.STORED);
            entry(out, "any/data.pkl", pickle);
            for (var e : data.entrySet()) entry(out, "any/" + e.getKey(), e.getValue());
        }
        return file;
    }

    private static void entry(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        var entry = new ZipEntry(name);
        var crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        entry.setSize(bytes.length);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    private void assertRefused(byte[] pickle, String... parts) throws IOException {
        Path file = zip(pickle, Map.of("data/0", floats(1, 2, 3, 4, 5, 6)));
        assertThatThrownBy(() -> Pth.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("x.pth")
                .hasMessageContainingAll(parts);
    }

    @Test
    void a_transposed_view_is_made_contiguous() throws IOException {
        Path file =
                zip(oneTensor(6, 0, new int[] {3, 2}, new int[] {1, 3}), Map.of("data/0", floats(1, 2, 3, 4, 5, 6)));

        Tensor tensor = Pth.read(file).tensors().get("t");

        assertThat(tensor.shape()).containsExactly(3, 2);
        assertThat(tensor.floats()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"os system", "builtins eval", "torch load", "numpy.core.multiarray scalar", "argparse Namespace"
            })
    void a_name_that_could_run_something_is_refused_by_name(String name) throws IOException {
        assertRefused(
                program("c" + name.replace(' ', '\n') + "\n(", text("touch /tmp/owned"), "tR"),
                name.replace(' ', '.'),
                "not among");
    }

    @ParameterizedTest
    @ValueSource(ints = {'i', 'o', 0x81, 0x92, 'P', 0x93, 0x82, 'S', '\\', 0x95})
    void instructions_that_pytorch_does_not_write_are_refused(int instruction) throws IOException {
        assertRefused(program("(", instruction), "0x%02x".formatted(instruction));
    }

    @Test
    void a_tensor_that_reaches_outside_its_numbers_is_refused() throws IOException {
        assertRefused(oneTensor(6, 1, new int[] {6}, new int[] {1}), "outside");
        assertRefused(oneTensor(6, -1, new int[] {2}, new int[] {1}), "outside");
        assertRefused(oneTensor(6, 5, new int[] {2}, new int[] {-1}), "outside");
        assertRefused(oneTensor(6, 0, new int[] {-2}, new int[] {1}), "outside");
        assertRefused(oneTensor(6, 0, new int[] {2, 3}, new int[] {1 << 30, 1}), "outside");
    }

    @Test
    void a_small_file_cannot_unfold_to_gigabytes() throws IOException {
        assertRefused(oneTensor(6, 0, new int[] {1 << 20, 1 << 20}, new int[] {0, 0}), "too large");
        assertRefused(oneTensor(6, 0, new int[] {1 << 10, 1 << 18}, new int[] {0, 0}), "far more bytes");
    }

    @Test
    void a_compressed_entry_is_refused_whatever_it_would_unfold_to() throws IOException {
        Path file = folder.resolve("x.pth");
        try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(out, "any/data.pkl", oneTensor(1 << 20, 0, new int[] {1}, new int[] {1}));
            out.setMethod(ZipOutputStream.DEFLATED);
            entry(out, "any/data/0", new byte[4 << 20]);
        }

        assertThatThrownBy(() -> Pth.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("x.pth", "compressed");
    }

    @Test
    void entries_that_share_their_bytes_do_not_multiply_them() throws IOException {
        int count = 50;
        var parts = new ArrayList<Object>(List.of("}"));
        var data = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < count; i++) {
            parts.addAll(List.of(text("t" + i), "(", text("storage"), "ctorch\nByteStorage\n", text("" + (10 + i))));
            parts.addAll(List.of(text("cpu"), number(5000), "tQs"));
            data.put("data/" + (10 + i), new byte[i == 0 ? 5000 : 0]);
        }
        Path file = zip(program(parts.toArray()), data);
        byte[] bytes = Files.readAllBytes(file);
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int first = -1;
        for (int at = 0; at < bytes.length - 46; at++) {
            if (in.getInt(at) != 0x02014b50 || bytes[at + 46 + 4] != 'd' || bytes[at + 46 + 8] != '/') continue;
            if (first < 0) first = at;
            for (int field : new int[] {16, 20, 24, 42}) in.putInt(at + field, in.getInt(first + field));
        }
        Files.write(file, bytes);

        assertThatThrownBy(() -> Pth.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("impossible length");
    }

    @Test
    void a_program_that_only_piles_up_values_is_stopped() throws IOException {
        assertRefused(program("]".repeat(3_000_000)), "instructions");
    }

    @Test
    void a_shape_of_a_thousand_axes_is_refused() throws IOException {
        assertRefused(program("ctorch\nSize\n", "(" + "K\1".repeat(1000) + "t\u0085R"), "1000 axes");
    }

    @Test
    void a_storage_longer_than_any_disk_is_refused() throws IOException {
        assertRefused(
                program(
                        "(",
                        text("storage"),
                        "ctorch\nLongStorage\n",
                        text("0"),
                        text("cpu"),
                        "\u008a\10" + "\377".repeat(7) + "\177",
                        "tQ"),
                "9223372036854775807 numbers");
    }

    @Test
    void a_name_cannot_steer_the_terminal_it_is_shown_on() throws IOException {
        Path file = zip(program("cos\n\33[2Jsystem\n"), Map.of());

        assertThatThrownBy(() -> Pth.read(file)).hasMessageContaining("os.\\u001b[2Jsystem");
    }

    @Test
    void a_legacy_file_without_a_list_of_storages_is_refused() throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(program("\u008a\12l\u00fc\u009cF\u00f9 j\u00a8P\u0019"));
        out.writeBytes(program("M\u00e9\3"));
        for (String part : List.of("}", "}", "}")) out.writeBytes(program(part));
        Path file = Files.write(folder.resolve("x.pth"), out.toByteArray());

        assertThatThrownBy(() -> Pth.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no list of storages");
    }

    @Test
    void a_storage_of_another_length_than_announced_is_refused() throws IOException {
        assertRefused(oneTensor(7, 0, new int[] {1}, new int[] {1}), "data/0", "24 bytes, not 28");
        assertRefused(oneTensor(Integer.MAX_VALUE, 0, new int[] {1}, new int[] {1}), "data/0");
        assertRefused(oneTensor(-1, 0, new int[] {1}, new int[] {1}), "negative");
    }

    @Test
    void a_missing_storage_is_refused() throws IOException {
        Path file = zip(oneTensor(6, 0, new int[] {1}, new int[] {1}), Map.of());

        assertThatThrownBy(() -> Pth.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void values_that_hold_themselves_are_refused() throws IOException {
        assertRefused(program("]q", 0, "h", 0, "a"), "nested");
    }

    @Test
    void nested_sharing_does_not_multiply() throws IOException {
        Object[] parts = new Object[1 + 60];
        parts[0] = "]q\0";
        for (int i = 1; i <= 60; i++) parts[i] = "]q" + (char) i + "h" + (char) (i - 1) + "ah" + (char) (i - 1) + "a";

        assertThat(Pth.read(zip(program(parts), Map.of())).root()).isInstanceOf(List.class);
    }

    @Test
    void a_dictionary_with_other_keys_than_text_and_numbers_is_refused() throws IOException {
        assertRefused(program("}]Ns"), "keys");
    }

    @Test
    void other_files_are_told_from_checkpoints() throws IOException {
        Path text = Files.writeString(folder.resolve("a.pth"), "hello, world");
        Path empty = Files.writeString(folder.resolve("b.pth"), "");
        Path foreign = folder.resolve("c.pth");
        try (var out = new ZipOutputStream(Files.newOutputStream(foreign))) {
            out.putNextEntry(new ZipEntry("word/document.xml"));
        }
        for (Path file : List.of(text, empty, foreign, folder.resolve("absent.pth")))
            assertThatThrownBy(() -> Pth.read(file))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(file.getFileName().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed_dtypes.pth", "mixed_dtypes_legacy.pth"})
    void damage_anywhere_raises_a_checkpoint_exception_or_nothing(String name) throws IOException {
        byte[] whole = Files.readAllBytes(ReferenceFiles.need("models/" + name));
        var random = new Random(3);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = i % 5 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (i % 5 != 0) for (int k = 0; k < 3; k++) damaged[random.nextInt(whole.length)] = (byte) random.nextInt();
            Path file = Files.write(folder.resolve("damaged.pth"), damaged);
            try {
                Pth.read(file);
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("damaged.pth");
            }
        }
    }

    @Test
    void the_entry_that_is_looked_for_and_those_there_are_named() throws IOException {
        Path file = zip(oneTensor(6, 0, new int[] {1}, new int[] {1}), Map.of("data/0", floats(1, 2, 3, 4, 5, 6)));

        assertThatThrownBy(() -> Pth.read(file).tensors("state_dict")).hasMessageContainingAll("state_dict", "[t]");
    }

    @Test
    void a_prefix_that_only_some_names_carry_is_refused() {
        Tensor one = Tensor.of(new float[] {1}, 1);

        assertThat(Pth.withoutPrefix("module.", Map.of("module.a", one))).containsOnlyKeys("a");
        assertThat(Pth.withoutPrefix("module.", Map.of("a", one))).containsOnlyKeys("a");
        assertThatThrownBy(() -> Pth.withoutPrefix("module.", Map.of("module.a", one, "b", one)))
                .hasMessageContaining("1 of 2");
    }
}

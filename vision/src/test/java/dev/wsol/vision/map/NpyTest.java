package dev.wsol.vision.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"<f4,4,1.5", "<f8,8,1.5", "|u1,1,200", "<u2,2,60000", "<u4,4,4000000000", "<i4,4,-7", "<i8,8,-7"})
    void each_element_type_is_read(String descr, int bytes, double value) {
        var data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (descr.equals("<f4")) data.putFloat((float) value);
        else if (descr.equals("<f8")) data.putDouble(value);
        else for (int i = 0; i < bytes; i++) data.put((byte) ((long) value >> 8 * i));
        var npy = Npy.parse("a.npy", file(header(descr, "(1,)"), data.array()));
        assertThat(npy.doubles()).containsExactly(value);
        assertThat(npy.shape()).containsExactly(1);
    }

    @Test
    void plain_and_packed_files_hold_the_same_array() throws IOException {
        var bytes = file(header("|u1", "(2, 3)"), new byte[] {1, 2, 3, 4, 5, (byte) 255});
        Files.write(dir.resolve("a.npy"), bytes);
        try (var out = new GZIPOutputStream(Files.newOutputStream(dir.resolve("a.npy.gz")))) {
            out.write(bytes);
        }
        for (var name : new String[] {"a.npy", "a.npy.gz"}) {
            var npy = Npy.read(dir.resolve(name));
            assertThat(npy.shape()).containsExactly(2, 3);
            assertThat(npy.ints()).containsExactly(1, 2, 3, 4, 5, 255);
        }
    }

    @Test
    void python_objects_are_refused_without_being_looked_at() {
        assertThatThrownBy(() -> Npy.parse("evil.npy", file(header("|O", "(1,)"), new byte[100])))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("evil.npy")
                .hasMessageContaining("never unpickled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(4294967296,)", "(99999, 99999, 99999)", "(1073741825,)", "(-1,)", "(1x,)"})
    void a_shape_that_cannot_be_is_refused_before_memory_is_taken(String shape) {
        assertThatThrownBy(() -> Npy.parse("a.npy", file(header("|u1", shape), new byte[1])))
                .isInstanceOf(MapException.class)
                .hasMessageStartingWith("a.npy");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void data_of_another_length_than_the_shape_says_is_refused(int length) {
        assertThatThrownBy(() -> Npy.parse("a.npy", file(header("<f4", "(1,)"), new byte[length])))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("needs");
    }

    @Test
    void a_packed_file_with_trailing_data_is_refused() throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(dir.resolve("a.npy.gz")))) {
            out.write(file(header("|u1", "(2,)"), new byte[3]));
        }
        assertThatThrownBy(() -> Npy.read(dir.resolve("a.npy.gz")))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("needs exactly 2 bytes");
    }

    @Test
    void every_cut_of_a_good_file_is_refused() {
        var good = file(header("<f8", "(2,)"), new byte[16]);
        for (int n = 0; n < good.length; n++) {
            var cut = java.util.Arrays.copyOf(good, n);
            assertThatThrownBy(() -> Npy.parse("cut.npy", cut)).isInstanceOf(MapException.class);
        }
    }

    @Test
    void column_order_and_big_endian_are_refused_with_a_reason() {
        var fortran = header("<f4", "(1,)").replace("False", "True");
        assertThatThrownBy(() -> Npy.parse("f.npy", file(fortran, new byte[4])))
                .hasMessageContaining("ascontiguousarray");
        assertThatThrownBy(() -> Npy.parse("b.npy", file(header(">f4", "(1,)"), new byte[4])))
                .hasMessageContaining(">f4");
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> Npy.read(dir.resolve("none.npy")))
                .isInstanceOf(MapException.class)
                .hasMessageContaining("none.npy");
    }

    private static String header(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    }

    private static byte[] file(String header, byte[] data) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(header.length());
        out.write(0);
        out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(data);
        return out.toByteArray();
    }
}

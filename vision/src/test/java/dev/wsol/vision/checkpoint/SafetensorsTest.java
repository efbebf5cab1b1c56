package dev.wsol.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.vision.image.ReferenceFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    @TempDir
    private Path folder;

    private static ByteBuffer file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .rewind();
    }

    @Test
    void what_was_written_is_read_back_in_order() throws IOException {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("z", Tensor.of(new float[] {1, -2.5f, Float.NaN}, 3));
        tensors.put("a \"quoted\" \u00e9", Tensor.of(new float[] {}, 0, 3));
        tensors.put("scalar", Tensor.of(new float[] {7}));
        Path file = folder.resolve("deep/er/x.safetensors");

        new Safetensors(tensors, Map.of("epoch", "3")).write(file);
        var back = Safetensors.read(file);

        assertThat(back.tensors()).containsExactlyEntriesOf(tensors);
        assertThat(back.metadata()).containsExactly(Map.entry("epoch", "3"));
        assertThat(file.getParent())
                .isDirectoryContaining(f -> f.equals(file))
                .isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void a_file_that_cannot_be_written_leaves_the_old_one() throws IOException {
        Path file = folder.resolve("x.safetensors");
        new Safetensors(Map.of("a", Tensor.of(new float[] {1}, 1)), Map.of()).write(file);
        Files.createDirectories(folder.resolve("x.safetensors.part/in the way"));

        assertThatThrownBy(() -> new Safetensors(Map.of(), Map.of()).write(file))
                .isInstanceOf(IOException.class);
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("a");
    }

    @Test
    @Tag("reference")
    void reference_files_survive_writing_and_reading() throws IOException {
        for (Path file : ReferenceFiles.matching("models", "*.safetensors")) {
            var once = Safetensors.read(file);
            once.write(folder.resolve("again"));
            assertThat(Safetensors.read(folder.resolve("again")))
                    .as(file.toString())
                    .isEqualTo(once);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{",
                "{}{}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F33','shape':[1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}",
                "{'a':{'dtype':'F32','shape':[0],'data_offsets':[4,0]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}",
                "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]}}",
                "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]},'b':{'dtype':'U8','shape':[3],'data_offsets':[1,4]}}",
                "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'b':{'dtype':'U8','shape':[1],'data_offsets':[3,4]}}",
                "{'a':7}"
            })
    void a_header_that_lies_is_refused(String header) {
        assertThatThrownBy(() -> Safetensors.parse("bad.st", file(header.replace('\'', '"'), 4)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("bad.st");
    }

    @Test
    void a_header_length_beyond_the_file_is_refused_before_anything_is_allocated() {
        for (long length : new long[] {-1, 9, 1L << 40, Long.MAX_VALUE}) {
            var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            assertThatThrownBy(() -> Safetensors.parse("bad.st", bytes)).hasMessageContaining("header length");
        }
        assertThatThrownBy(() -> Safetensors.parse("bad.st", ByteBuffer.allocate(7)))
                .hasMessageContaining("truncated");
    }

    @Test
    void a_deeply_nested_header_is_refused() {
        assertThatThrownBy(() -> Safetensors.parse("bad.st", file("[".repeat(100_000), 0)))
                .isInstanceOf(CheckpointException.class);
    }

    @Test
    void damage_anywhere_raises_a_checkpoint_exception_or_nothing() throws IOException {
        Path file = folder.resolve("x");
        new Safetensors(Map.of("a", Tensor.of(new float[] {1, 2}, 2), "b", Tensor.of(new float[] {3}, 1)), Map.of())
                .write(file);
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = i % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (i % 4 != 0) damaged[random.nextInt(whole.length)] = (byte) random.nextInt();
            try {
                Safetensors.parse("x", ByteBuffer.wrap(damaged));
            } catch (CheckpointException e) {
                assertThat(e).hasMessageStartingWith("x: ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3c00,1",
        "bc00,-1",
        "0001,5.9604645e-8",
        "03ff,6.097555e-5",
        "7bff,65504",
        "fc00,-Infinity",
        "8000,-0.0",
        "3555,0.33325195"
    })
    void half_floats_widen_exactly(String bits, float value) {
        var data =
                ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short) Integer.parseInt(bits, 16));

        assertThat(new Tensor(Tensor.Type.F16, new long[] {}, data).floats()).containsExactly(value);
    }

    @Test
    void a_tensor_keeps_its_values_whatever_callers_do_to_their_copies() {
        var shape = new long[] {2};
        Tensor tensor = Tensor.of(new float[] {1, 2}, shape);
        shape[0] = 9;
        tensor.shape()[0] = 9;
        tensor.data().position(4);

        assertThat(tensor.shape()).containsExactly(2);
        assertThat(tensor.floats()).containsExactly(1, 2);
        assertThat(tensor.count()).isEqualTo(2);
    }
}

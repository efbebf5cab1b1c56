package dev.wsol.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.vision.image.ReferenceFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PthWriteTest {
    private static final int LOCAL_HEADER = 0x04034b50;

    @TempDir
    private Path folder;

    /** One tensor of each type, shapes included that have no or one number. */
    static Map<String, Tensor> oneOfEach() {
        var random = new Random(5);
        var tensors = new LinkedHashMap<String, Tensor>();
        for (Tensor.Type type : Tensor.Type.values()) {
            var bytes = new byte[6 * type.bytes()];
            for (int i = 0; i < bytes.length; i++)
                bytes[i] = (byte) (random.nextInt(128) & (type == Tensor.Type.BOOL ? 1 : 63));
            tensors.put("of." + type, new Tensor(type, new long[] {2, 3}, ByteBuffer.wrap(bytes)));
        }
        tensors.put("of.nothing", Tensor.of(new float[0], 0, 3));
        tensors.put("of.one", Tensor.of(0.25));
        return tensors;
    }

    @Test
    void what_was_written_is_read_back() throws IOException {
        var root = new LinkedHashMap<String, Object>();
        root.put("state_dict", oneOfEach());
        root.put(
                "numbers",
                Arrays.asList(0L, -1L, 1L << 31, -(1L << 40), BigInteger.TWO.pow(70), 2.5, null, true, false));
        root.put("text", "é\n");
        root.put("empty", Map.of());
        root.put("by number", Map.of(3L, List.of()));
        Path file = folder.resolve("a/b.pth");

        new Pth(root).write(file);

        assertThat(Pth.read(file).root()).isEqualTo(root);
        assertThat(file.resolveSibling("b.pth.part")).doesNotExist();
    }

    @Test
    void the_official_structure_has_prefixed_names_and_three_entries() throws IOException {
        Path file = folder.resolve("model_best.pth");

        Pth.trained(12, oneOfEach(), 96.57).write(file);

        var read = Pth.read(file);
        assertThat(((Map<?, ?>) read.root()).keySet()).isEqualTo(Set.of("epoch", "state_dict", "best_map"));
        assertThat(((Map<?, ?>) read.root()).get("epoch")).isEqualTo(12L);
        assertThat(((Map<?, ?>) read.root()).get("best_map")).isEqualTo(Tensor.of(96.57));
        assertThat(read.tensors("state_dict").keySet()).allMatch(name -> name.startsWith("module.of."));
        assertThat(Pth.withoutPrefix("module.", read.tensors("state_dict"))).isEqualTo(oneOfEach());
    }

    @Test
    void the_content_of_every_entry_begins_at_a_multiple_of_64_bytes() throws IOException {
        Path file = folder.resolve("x.pth");
        new Pth(oneOfEach()).write(file);

        var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int entries = 0;
        for (int at = 0; in.getInt(at) == LOCAL_HEADER; entries++) {
            int content = at + 30 + in.getShort(at + 26) + in.getShort(at + 28);
            assertThat(content % 64).isZero();
            at = content + in.getInt(at + 18);
        }
        assertThat(entries).isEqualTo(oneOfEach().size() + 3);
    }

    @Test
    void equal_values_give_equal_bytes() throws IOException {
        new Pth(oneOfEach()).write(folder.resolve("one.pth"));
        new Pth(oneOfEach()).write(folder.resolve("two.pth"));

        assertThat(folder.resolve("one.pth")).hasSameBinaryContentAs(folder.resolve("two.pth"));
    }

    @Test
    void a_value_that_no_checkpoint_holds_is_refused_and_no_file_is_left() {
        Path file = folder.resolve("x.pth");

        assertThatThrownBy(() -> new Pth(Map.of("a", new Object())).write(file))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @Tag("reference")
    void a_file_of_the_official_program_is_the_same_after_a_round_through_ours() throws IOException {
        for (Path official : ReferenceFiles.matching("models", "*.pth")) {
            Pth read = Pth.read(official);
            Path file = folder.resolve("again.pth");

            read.write(file);

            assertThat(Pth.read(file)).as(official.toString()).isEqualTo(read);
        }
    }
}

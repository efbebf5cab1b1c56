package dev.wsol.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.vision.image.ReferenceFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("reference")
class PthReferenceTest {

    private static Path model(String name) {
        return ReferenceFiles.need("models/" + name);
    }

    private static Map<String, Tensor> weights() {
        var weights = new LinkedHashMap<String, Tensor>();
        Safetensors.read(model("tiny_scm.safetensors")).tensors().forEach((name, tensor) -> {
            if (name.startsWith("w/")) weights.put(name.substring(2), tensor);
        });
        return weights;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny_scm_ckpt.pth", "tiny_scm_ckpt_legacy.pth"})
    void a_training_checkpoint_holds_the_weights_of_the_vectors(String name) {
        var pth = Pth.read(model(name));

        var tensors = Pth.withoutPrefix("module.", pth.tensors("state_dict"));

        assertThat(tensors).containsExactlyInAnyOrderEntriesOf(weights());
        assertThat(pth.tensors("state_dict").keySet()).allMatch(key -> key.startsWith("module."));
        assertThat((Map<?, ?>) pth.root()).hasSize(3);
        assertThat(((Map<?, ?>) pth.root()).get("epoch")).isEqualTo(12L);
        assertThat(((Map<?, ?>) pth.root()).get("best_map")).isEqualTo(96.57);
    }

    @Test
    void checkpoints_written_on_a_gpu_load_without_one() throws IOException {
        Map<String, Tensor> weights = weights();
        for (Path file : ReferenceFiles.matching("models", "*_cuda_tag*.pth")) {
            var tensors = Pth.withoutPrefix("module.", Pth.read(file).tensors("state_dict"));
            assertThat(tensors).hasSize(21);
            tensors.forEach((name, tensor) -> assertThat(tensor).as(name).isEqualTo(weights.get(name)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed_dtypes.pth", "mixed_dtypes_legacy.pth"})
    void every_type_view_and_stride_has_the_reference_values(String name) {
        var expected =
                Safetensors.read(model("mixed_dtypes_expected.safetensors")).tensors();

        var tensors = Pth.read(model(name)).tensors("state_dict");

        assertThat(tensors.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        tensors.forEach((key, tensor) -> {
            assertThat(tensor.shape()).as(key).isEqualTo(expected.get(key).shape());
            boolean widened = tensor.type() == Tensor.Type.I16 || tensor.type() == Tensor.Type.I8;
            assertThat(expected.get(key).type()).as(key).isEqualTo(widened ? Tensor.Type.I32 : tensor.type());
            if (widened)
                assertThat(tensor.doubles()).as(key).isEqualTo(expected.get(key).doubles());
            else assertThat(tensor).as(key).isEqualTo(expected.get(key));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed_dtypes.pth", "mixed_dtypes_legacy.pth"})
    void plain_values_beside_the_tensors_are_kept(String name) {
        var root = (Map<?, ?>) Pth.read(model(name)).root();

        assertThat(root.get("none")).isNull();
        assertThat(root.get("flag")).isEqualTo(true);
        assertThat(root.get("neg")).isEqualTo(-1L);
        assertThat(root.get("big")).isEqualTo(1L << 40);
        assertThat(root.get("huge")).isEqualTo(BigInteger.TWO.pow(70));
        assertThat(root.get("text")).isEqualTo("h\u00e9llo");
        assertThat(root.get("list")).isEqualTo(Arrays.asList(1L, 2.5, "x", null));
        assertThat(root.get("tuple")).isEqualTo(List.of(1L, List.of(2L, 3L)));
        assertThat(root.get("int_keys")).isEqualTo(Map.of(1L, "one"));
        assertThat(root.get("size")).isEqualTo(List.of(3L, 4L));
        assertThat(root.get("dtype")).isEqualTo("torch.float16");
    }

    @Test
    void the_official_filter_keeps_a_head_bias_that_fits_and_drops_what_does_not() {
        var model = new LinkedHashMap<String, long[]>();
        Pth.read(model("deit_like_pretrained_nc5.pth")).tensors("model").forEach((k, t) -> model.put(k, t.shape()));
        model.put("head.weight", new long[] {5, 8, 3, 3});
        model.put("head.bias", new long[] {5});
        for (int i = 0; i < 4; i++) {
            model.put("layers." + i + ".thred", new long[] {1});
            model.put("layers." + i + ".fuse._loss_rate", new long[] {1});
        }

        var fits = filtered(model, "deit_like_pretrained_nc5.pth");
        assertThat(fits.taken()).hasSize(19).containsKey("head.bias");
        assertThat(fits.dropped()).containsExactly("head.weight");
        assertThat(fits.kept()).hasSize(8).allMatch(key -> key.startsWith("layers."));

        var other = filtered(model, "deit_like_pretrained_nc9.pth");
        assertThat(other.taken()).hasSize(18);
        assertThat(other.dropped()).isEqualTo(List.of("head.weight", "head.bias"));
    }

    private static PretrainedFilter filtered(Map<String, long[]> model, String file) {
        return PretrainedFilter.of(model, Pth.read(model(file)).tensors("model"), PretrainedFilter.DEIT_HEADS);
    }
}

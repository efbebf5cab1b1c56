package dev.wsol.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PretrainedFilterTest {

    private static Tensor zeros(long... shape) {
        int count = 1;
        for (long length : shape) count *= (int) length;
        return Tensor.of(new float[count], shape);
    }

    @Test
    void a_flat_patch_embedding_is_folded_into_the_models_shape() {
        var model = Map.of("patch_embed.proj.weight", new long[] {4, 3, 2, 2});

        var filter =
                PretrainedFilter.of(model, Map.of("patch_embed.proj.weight", zeros(4, 12)), PretrainedFilter.VIT_HEADS);

        assertThat(filter.taken().get("patch_embed.proj.weight").shape()).containsExactly(4, 3, 2, 2);
    }

    @Test
    void another_shape_anywhere_but_in_the_head_is_an_error_that_names_both() {
        var model = Map.of("norm.weight", new long[] {8});

        assertThatThrownBy(
                        () -> PretrainedFilter.of(model, Map.of("norm.weight", zeros(9)), PretrainedFilter.DEIT_HEADS))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("norm.weight", "[9]", "[8]");
    }

    @Test
    void entries_the_model_does_not_know_are_ignored_even_without_a_fitting_shape() {
        var filter = PretrainedFilter.of(
                Map.of("a", new long[] {1}), Map.of("dist_token", zeros(3)), PretrainedFilter.DEIT_HEADS);

        assertThat(filter.taken()).isEmpty();
        assertThat(filter.ignored()).containsExactly("dist_token");
        assertThat(filter.kept()).containsExactly("a");
    }
}

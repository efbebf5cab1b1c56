package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.ArchitectureNames;
import dev.wsol.contract.ModelSpec;
import dev.wsol.vision.model.ModelConfig.Head;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitecturesTest {
    @ParameterizedTest
    @CsvSource({
        "deit_tscam_tiny_patch16_224, 5870216, 152",
        "deit_tscam_small_patch16_224, 22357064, 152",
        "deit_tscam_base_patch16_224, 87181256, 152",
        "deit_scm_tiny_patch16_224, 5870224, 160",
        "deit_scm_small_patch16_224, 22357072, 160",
        "deit_scm_base_patch16_224, 87181264, 160",
        "vit_scm_small_patch16_224, 49386448, 112",
        "conformer_scm_small_patch16, 37159832, 726",
        "conformer_tscam_small_patch16, 37159824, 718"
    })
    void named_networks_have_the_published_number_of_weights(String arch, long weights, int entries) {
        var parameters = Parameters.of(Architectures.of(ModelSpec.named(arch), 200));

        assertThat(parameters).hasSize(entries);
        assertThat(parameters.stream()
                        .filter(Parameters.Parameter::trained)
                        .mapToLong(Parameters.Parameter::count)
                        .sum())
                .isEqualTo(weights);
    }

    @Test
    void every_name_is_known_with_and_without_its_suffix_and_as_tables_show_it() {
        assertThat(Architectures.names()).containsExactlyInAnyOrderElementsOf(ArchitectureNames.ALL);
        assertThat(Architectures.names()).allSatisfy(name -> {
            var config = Architectures.of(ModelSpec.named(name), 5);
            assertThat(config.arch()).isEqualTo(name);
            assertThat(Architectures.of(ModelSpec.named(name.replaceFirst("_patch16(_224)?$", "")), 5))
                    .isEqualTo(config);
            var shown = name.replaceFirst("^deit_", "").replaceFirst("_patch16_224$", "");
            assertThat(ArchitectureNames.resolve(shown)).isEqualTo(name);
        });
    }

    @Test
    void the_published_configuration_that_names_no_network_means_the_conformer() {
        var wanted = "conformer_tscam_small_patch16";
        assertThat(ModelSpec.named("conformer_ts_cam_small_patch16").arch()).isEqualTo(wanted);
        assertThat(ModelSpec.named("conformer-tscam-small-patch16-224").arch()).isEqualTo(wanted);
        assertThat(ModelSpec.named("conformer_tscam_small").arch()).isEqualTo(wanted);
    }

    @Test
    void a_conformer_calibrates_four_times_by_four_steps_and_its_depth_has_three_parts() {
        var config = Architectures.of(ModelSpec.named("conformer_scm_small"), 200);

        assertThat(config.iterations()).containsExactly(4, 4, 4, 4);
        assertThat(config.calibratesToSee()).isTrue();
        assertThat(config.channels()).isEqualTo(256);
        assertThat(config.dropPath()).isEqualTo(0.1);
        assertThatThrownBy(() -> Architectures.of(new ModelSpec("conformer_scm_small", 0, 7, 0), 5))
                .hasMessageContaining("depth must be a multiple of 3, not 7");
    }

    @Test
    void the_bare_kinds_mean_the_small_pair_for_a_laptop() {
        var config = Architectures.of(ModelSpec.named("scm"), 6);

        assertThat(config.arch()).isEqualTo("deit_scm_micro_patch16_224");
        assertThat(config.head()).isEqualTo(Head.SCM);
        assertThat(new int[] {config.width(), config.depth(), config.heads()}).containsExactly(96, 3, 6);
        assertThat(config.attentionScale()).isEqualTo(0.25);
        assertThat(config.dropPath()).isZero();
        assertThat(Architectures.of(ModelSpec.named("tscam"), 6).iterations()).isEmpty();
    }

    @Test
    void the_old_vit_keeps_its_own_scale_epsilon_and_mlp() {
        var config = Architectures.of(ModelSpec.named("vit_scm_small"), 200);

        assertThat(config.attentionScale()).isEqualTo(Math.pow(768, -0.5));
        assertThat(config.layerNormEps()).isEqualTo(1e-5);
        assertThat(config.mlpRatio()).isEqualTo(3);
        assertThat(config.dropPath()).isEqualTo(0.1);
    }

    @Test
    void an_unknown_name_is_answered_with_near_ones() {
        assertThatThrownBy(() -> Architectures.of(ModelSpec.named("deit_scm_smal"), 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean deit_scm_small_patch16_224");
        assertThatThrownBy(() -> Architectures.of(ModelSpec.named("x".repeat(100_000)), 5))
                .hasMessageContaining("unknown architecture");
    }

    @ParameterizedTest
    @CsvSource({
        "16, 2, 3, heads",
        "-1, 2, 1, width",
        "99999, 2, 1, width",
        "16, -2, 2, depth",
        "16, 200, 2, depth",
        "16, 2, -1, heads"
    })
    void sizes_that_do_not_fit_are_refused(int width, int depth, int heads, String reason) {
        assertThatThrownBy(() -> Architectures.of(new ModelSpec("scm", width, depth, heads), 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void class_counts_and_drop_path_are_checked() {
        assertThatThrownBy(() -> Architectures.of(ModelSpec.named("scm"), 0)).hasMessageContaining("classes");
        var config = Architectures.of(ModelSpec.named("scm"), 5);
        assertThatThrownBy(() -> config.withDropPath(1)).hasMessageContaining("drop-path");
        assertThatThrownBy(() -> config.withDropPath(Double.NaN)).hasMessageContaining("drop-path");
    }
}

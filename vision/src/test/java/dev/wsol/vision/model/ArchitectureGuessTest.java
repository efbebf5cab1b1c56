package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsol.contract.ArchitectureNames;
import dev.wsol.contract.ModelSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureGuessTest {

    private static Map<String, long[]> shapes(ModelSpec spec, int classes) {
        var shapes = new LinkedHashMap<String, long[]>();
        Parameters.of(Architectures.of(spec, classes)).forEach(p -> shapes.put(p.name(), p.shape()));
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("dev.wsol.vision.model.Architectures#names")
    void every_named_network_is_recognised(String name) {
        var guess = ArchitectureGuess.of(shapes(ModelSpec.named(name), 7)).orElseThrow();

        assertThat(guess).isEqualTo(new ArchitectureGuess(ModelSpec.named(name), 7, true));
    }

    /** Names and shapes of the published Conformer, as far as they decide. */
    private static Map<String, long[]> conformer(int depth) {
        var shapes = new LinkedHashMap<String, long[]>();
        shapes.put("cls_token", new long[] {1, 1, 384});
        shapes.put("trans_cls_head.weight", new long[] {200, 384, 3, 3});
        for (int i = 2; i <= depth; i++) shapes.put("conv_trans_" + i + ".trans_block.norm1.weight", new long[] {384});
        return shapes;
    }

    @Test
    void a_conformer_is_told_by_its_two_branches() {
        boolean known = ArchitectureNames.ALL.contains("conformer_tscam_small_patch16");
        assumeTrue(known, "skipped: no Conformer in this build");
        var scm = conformer(12);
        scm.put("layers.0.thred", new long[] {1});

        assertThat(ArchitectureGuess.of(conformer(12)))
                .contains(new ArchitectureGuess(ModelSpec.named("conformer_tscam_small_patch16"), 200, true));
        assertThat(ArchitectureGuess.of(scm).orElseThrow().model().arch()).isEqualTo("conformer_scm_small_patch16");
        assertThat(ArchitectureGuess.of(conformer(9)).orElseThrow().model().depth())
                .isEqualTo(9);
    }

    @Test
    void other_sizes_are_told_but_not_the_heads() {
        var guess = ArchitectureGuess.of(shapes(new ModelSpec("deit_scm_small", 64, 2, 4), 5))
                .orElseThrow();

        assertThat(guess.model().arch()).isEqualTo("deit_scm_small_patch16_224");
        assertThat(guess.model().width()).isEqualTo(64);
        assertThat(guess.model().depth()).isEqualTo(2);
        assertThat(guess.certain()).isFalse();
    }

    @Test
    void a_classifier_with_a_linear_head_is_no_localization_network() {
        var shapes = shapes(ModelSpec.named("deit_tscam_small"), 5);
        shapes.put("head.weight", new long[] {1000, 384});

        assertThat(ArchitectureGuess.of(shapes)).isEmpty();
        assertThat(ArchitectureGuess.of(Map.of())).isEmpty();
    }

    @Test
    void sizes_that_no_network_has_are_no_guess() {
        var shapes = shapes(ModelSpec.named("deit_tscam_small"), 5);
        shapes.put("cls_token", new long[] {1, 1, 1L << 40});

        assertThat(ArchitectureGuess.of(shapes)).isEmpty();
    }
}

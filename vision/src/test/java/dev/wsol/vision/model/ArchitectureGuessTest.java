package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

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

package dev.wsol.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Selection;
import dev.wsol.contract.wire.v1.JobProto;
import org.junit.jupiter.api.Test;

class RecipeCodecTest {
    /** All that a recipe could say before it knew other optimizers. */
    private static final JobProto.Recipe OLD = JobProto.Recipe.newBuilder()
            .setEpochs(30)
            .setBatch(16)
            .setLearningRate(5e-5)
            .setWeightDecay(0.05)
            .setDropPath(0.1)
            .setSeed(26)
            .setSteps(JobProto.StepSchedule.newBuilder().addEpochs(30).setFactor(0.1))
            .build();

    @Test
    void an_old_recipe_means_what_it_meant() {
        assertThat(RecipeCodec.fromProto(OLD)).isEqualTo(Recipe.OFFICIAL);
    }

    @Test
    void a_recipe_without_novelties_has_the_bytes_that_it_always_had_and_so_the_same_job_id() {
        assertThat(RecipeCodec.toProto(Recipe.OFFICIAL).toByteArray()).isEqualTo(OLD.toByteArray());
    }

    @Test
    void every_choice_of_checkpoint_survives_the_way() {
        for (var by : Selection.By.values())
            for (var on : Selection.On.values()) {
                var recipe = Recipe.OFFICIAL.with(new Selection(by, on));
                assertThat(RecipeCodec.fromProto(RecipeCodec.toProto(recipe))).isEqualTo(recipe);
            }
    }

    @Test
    void a_precision_of_a_newer_build_is_refused_and_not_replaced() {
        var newer = OLD.toBuilder().setPrecisionValue(9).build();

        assertThatThrownBy(() -> RecipeCodec.fromProto(newer))
                .isInstanceOf(BadSpec.class)
                .hasMessageContaining("precision");
    }
}

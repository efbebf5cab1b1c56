package dev.wsol.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecTest {
    private static final Schedule STEPS = new Schedule.Steps(List.of(30), .1);

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "sweep-1.t_002", "a..b"})
    void a_job_id_may_be(String id) {
        assertThat(new JobId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A", "-a", ".a", "a/b", "a b", "ä", "a\n"})
    void a_job_id_may_not_be(String id) {
        refused("id", () -> new JobId(id));
    }

    @Test
    void a_job_id_has_at_most_120_characters_also_as_a_child() {
        var longest = new JobId("a".repeat(120));
        refused("id", () -> longest.child("t001"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1e-5, Double.NaN, Double.POSITIVE_INFINITY})
    void a_learning_rate_must_be_a_finite_number_above_zero(double rate) {
        refused("learningRate", () -> new Recipe(1, 1, rate, 0, 0, 0, STEPS));
        refused("learningRate", () -> new JobSpec.Sweep(Samples.STEPS, List.of(), List.of(rate), List.of()));
    }

    @Test
    void a_recipe_names_the_field_that_is_wrong() {
        refused("epochs", () -> new Recipe(0, 1, 1, 0, 0, 0, STEPS));
        refused("batch", () -> new Recipe(1, 0, 1, 0, 0, 0, STEPS));
        refused("dropPath", () -> new Recipe(1, 1, 1, 0, 1, 0, STEPS));
        refused("weightDecay", () -> new Recipe(1, 1, 1, -1, 0, 0, STEPS));
        refused("steps", () -> new Schedule.Steps(List.of(0), .1));
        refused("factor", () -> new Schedule.Steps(List.of(1), 2));
        refused("warmup", () -> new Schedule.Cosine(1));
        refused("warmup", () -> new Schedule.Steps(List.of(1), 1, 1));
        refused("beta2", () -> new Optimizer.AdamW(.9, 1, 1e-8));
        refused("eps", () -> new Optimizer.AdamW(.9, .999, 0));
        refused("momentum", () -> new Optimizer.Sgd(-.1, false));
        refused("nesterov", () -> new Optimizer.Sgd(0, true));
        refused("clipNorm", () -> new Refinements(Double.NaN, 0, 0, 0, 1));
        refused("labelSmoothing", () -> new Refinements(0, 1, 0, 0, 1));
        refused("emaDecay", () -> new Refinements(0, 0, 1, 0, 1));
        refused("dropout", () -> new Refinements(0, 0, 0, 1, 1));
        refused("accumulation", () -> new Refinements(0, 0, 0, 0, 0));
        refused("accumulation", () -> Recipe.OFFICIAL.with(new Refinements(0, 0, 0, 0, 17)));
        refused("sha256", () -> new InitialWeights("x.pth", "abc"));
    }

    @Test
    void heads_must_divide_the_width() {
        refused("heads", () -> new ModelSpec("scm", 96, 3, 5));
        assertThatCode(() -> new ModelSpec("scm", 96, 3, 6)).doesNotThrowAnyException();
    }

    @Test
    void calibration_steps_belong_to_networks_that_have_such_layers() {
        refused("iterations", () -> new ModelSpec("tscam", 0, 0, 0, List.of(4)));
        refused("iterations", () -> new ModelSpec("scm", 0, 0, 0, List.of(33)));
        var scm = new ModelSpec("scm", 0, 0, 0, List.of(8));
        assertThat(scm.withArch("deit_scm_small").iterations()).containsExactly(8);
        assertThat(scm.withArch("tscam").iterations()).isEmpty();
    }

    @Test
    void an_architecture_may_be_abbreviated_and_a_wrong_one_is_answered_with_the_nearest() {
        assertThat(ModelSpec.named("scm").arch()).isEqualTo("deit_scm_micro_patch16_224");
        assertThat(ModelSpec.named("DeiT-TSCAM-small").arch()).isEqualTo("deit_tscam_small_patch16_224");
        assertThatThrownBy(() -> ModelSpec.named("deit_scm_smal"))
                .isInstanceOf(BadSpec.class)
                .hasMessageContaining("did you mean deit_scm_small_patch16_224?");
    }

    @Test
    void a_checkpoint_is_in_the_store_and_has_a_digest() {
        refused("uri", () -> new CheckpointRef("file:///x", "0".repeat(64), 1));
        refused("sha256", () -> new CheckpointRef("s3://b/p", "0".repeat(63), 1));
        refused("sha256", () -> new CheckpointRef("s3://b/p", "F".repeat(64), 1));
    }

    @Test
    void an_evaluation_needs_protocols_unless_it_is_never_made() {
        refused("protocols", () -> new EvaluationRequest(EvaluationRequest.When.LAST_CHECKPOINT, List.of(), 0, "q"));
        refused(
                "protocols",
                () -> new EvaluationRequest(EvaluationRequest.When.LAST_CHECKPOINT, List.of("nonsense"), 0, "q"));
        refused("queue", () -> new EvaluationRequest(EvaluationRequest.When.NEVER, List.of(), 0, "Not a queue"));
    }

    @Test
    void a_sweep_is_the_grid_of_its_lists_architectures_first() {
        var trials = Samples.SWEEP.trials();

        assertThat(trials).hasSize(8);
        assertThat(trials.get(0).model().arch()).isEqualTo("deit_scm_micro_patch16_224");
        assertThat(trials.get(0).model().width()).isEqualTo(384);
        assertThat(trials).extracting(t -> t.recipe().learningRate()).startsWith(1e-3, 1e-3, 1e-4, 1e-4);
        assertThat(trials).extracting(t -> t.recipe().seed()).startsWith(1L, -2L, 1L, -2L);
    }

    @Test
    void an_empty_sweep_is_its_base_and_repeats_count_once() {
        assertThat(new JobSpec.Sweep(Samples.STEPS, List.of(), List.of(), List.of()).trials())
                .containsExactly(Samples.STEPS);
        assertThat(new JobSpec.Sweep(Samples.STEPS, List.of("scm", "SCM"), List.of(1d, 1d), List.of(3L, 3L)).trials())
                .hasSize(1);
    }

    @Test
    void a_sweep_beyond_a_thousand_trials_is_taken_for_a_slip() {
        var seeds = LongStream.rangeClosed(0, JobSpec.Sweep.MAX_TRIALS).boxed().toList();
        refused("grid", () -> new JobSpec.Sweep(Samples.STEPS, List.of(), List.of(), seeds));
    }

    private static void refused(String field, ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOfSatisfying(BadSpec.class, e -> assertThat(e.field())
                .isEqualTo(field));
    }
}

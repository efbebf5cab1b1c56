package dev.wsol.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whom {@code wsol drain NAME} means. */
class DrainTest {
    @Test
    void all_slots_of_the_named_worker_are_meant() {
        assertThat(Command.Drain.means("gpu-3", "gpu-3-1-9c02f1")).isTrue();
        assertThat(Command.Drain.means("gpu-3", "gpu-3-12-77b1e0")).isTrue();
    }

    @Test
    void one_slot_can_be_named_and_one_run_of_it() {
        assertThat(Command.Drain.means("gpu-3-1", "gpu-3-1-9c02f1")).isTrue();
        assertThat(Command.Drain.means("gpu-3-1-9c02f1", "gpu-3-1-9c02f1")).isTrue();
        assertThat(Command.Drain.means("gpu-3-1", "gpu-3-2-77b1e0")).isFalse();
        assertThat(Command.Drain.means("cub-eval", "cub-eval-41d0aa")).isTrue();
    }

    @Test
    void a_worker_whose_name_only_begins_like_that_is_not_meant() {
        assertThat(Command.Drain.means("gpu", "gpu-3-1-9c02f1")).isFalse();
        assertThat(Command.Drain.means("gpu-3", "gpu-3-spare-1-9c02f1")).isFalse();
        assertThat(Command.Drain.means("cub", "cub-eval-41d0aa")).isFalse();
        assertThat(Command.Drain.means("gpu-3", "gpu-31-1-9c02f1")).isFalse();
    }
}

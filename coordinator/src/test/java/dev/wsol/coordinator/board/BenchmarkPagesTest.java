package dev.wsol.coordinator.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.benchmark.BenchmarkBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Long lists of rules and of registered checkpoints come page by page, the newest first. */
class BenchmarkPagesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final BenchmarkView view = new BenchmarkView();

    @Test
    void pages_give_each_evaluation_that_was_there_once_however_many_come_meanwhile() {
        for (int n = 0; n < 25; n++) made(n);
        made(24); // heard twice

        var first = view.evaluations("nightly", OptionalLong.empty(), 10);
        made(25);
        var second = view.evaluations("nightly", first.next(), 10);
        var third = view.evaluations("nightly", second.next(), 10);

        assertThat(first.total()).isEqualTo(25);
        var all = new ArrayList<>(first.jobs());
        all.addAll(second.jobs());
        all.addAll(third.jobs());
        assertThat(all).hasSize(25).doesNotHaveDuplicates().startsWith(job(24)).endsWith(job(0));
        assertThat(third.next()).isEmpty();
        assertThat(view.evaluations("nightly", OptionalLong.empty(), 1).jobs()).containsExactly(job(25));
    }

    @Test
    void a_rule_that_has_made_nothing_has_one_empty_page() {
        assertThat(view.evaluations("none", OptionalLong.empty(), 10))
                .isEqualTo(new BenchmarkView.Page(List.of(), 0, OptionalLong.empty()));
    }

    @Test
    void a_checkpoint_that_is_registered_again_comes_first_and_is_there_once_also_from_what_was_kept() {
        register(1, 0);
        register(2, 1);
        register(3, 1);
        register(1, 2);

        var kept = new BenchmarkView();
        kept.recall(view.keep());
        for (var some : List.of(view, kept)) {
            var first = some.registered(Optional.empty(), 2);
            assertThat(first).extracting(BenchmarkPagesTest::epoch).containsExactly(1, 3);
            assertThat(some.registered(Optional.of(first.get(1).said()), 2))
                    .extracting(BenchmarkPagesTest::epoch)
                    .containsExactly(2);
        }
    }

    private static int epoch(BenchmarkView.Registered r) {
        return r.checkpoint().checkpoint().epoch();
    }

    private void register(int n, int second) {
        var checkpoint = new CheckpointRef("s3://lab/" + n, String.format("%064x", n), n);
        var registered = new RegisteredCheckpoint(checkpoint, ModelSpec.named("scm"), Origin.UNKNOWN);
        view.hear(new JobEvent.CheckpointRegistered(
                registered.subject(), START.plusSeconds(second), "c", registered, List.of()));
    }

    private void made(int n) {
        var spec = Samples.evaluate(Samples.checkpoint(1, n));
        view.hear(new JobEvent.Submitted(job(n), START, BenchmarkBook.CAUSE + "nightly", spec, Optional.empty(), ""));
    }

    private static JobId job(int n) {
        return new JobId("nightly-" + n);
    }
}

package dev.wsol.infra.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.ResultCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.job.Rules;
import dev.wsol.coordinator.stream.PaperBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PastTest {
    private static final Pattern SWEEP = Pattern.compile("sweep-[0-9]+");

    @Test
    void a_past_has_exactly_so_many_jobs_which_have_ended_once_and_broke_no_promise() {
        var audit = new Audit(); // of jobs that workers take
        var sweeps = new HashMap<JobId, Integer>(); // how often each has ended
        var results = new ArrayList<EvaluationResult>();
        var book = new PaperBook("test", Rules.DEFAULT, r -> {
            if (r.topic().equals(Topics.EVENTS)) {
                var e = EventCodec.decode(r.value()).orElseThrow();
                if (SWEEP.matcher(r.key()).matches()) sweeps.merge(e.job(), e.terminal() ? 1 : 0, Integer::sum);
                else audit.hear(e);
            }
            if (r.topic().equals(Topics.RESULTS)) results.add(ResultCodec.decode(r.value()));
        });

        new Past(Instant.EPOCH, book::on, book::on, new HashMap<>()).unfold(1_000);

        audit.published(results);
        assertThat(audit.violations()).isEmpty();
        assertThat(sweeps.values()).isNotEmpty().containsOnly(1);
        assertThat(audit.jobs()).hasSize(1_000 - sweeps.size());
        assertThat(audit.lost(List.of())).isEmpty();
        assertThat(results).hasSizeGreaterThan(500);
        assertThat(book.read().get(Topics.REPORTS)).isGreaterThan(5_000);
    }
}

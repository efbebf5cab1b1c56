package dev.wsol.infra.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunsTest {
    private final Runs runs = new Runs("a");

    @Test
    void a_job_that_is_paused_or_held_has_no_bar_until_it_runs_again() {
        started();
        assertThat(runs.gauges()).hasSize(1);

        assertThat(hear("Paused", "\"by\":\"alice\",\"reason\":\"the GPU is needed\""))
                .contains("a  paused by alice: the GPU is needed");
        assertThat(runs.gauges()).isEmpty();
        started();
        hear("Held", "\"reason\":\"owner limit\"");
        assertThat(runs.gauges()).isEmpty();
        started();
        assertThat(runs.gauges()).hasSize(1);
    }

    @Test
    void what_a_search_makes_wait_is_told_by_the_search() {
        started();

        assertThat(hear("Paused", "\"by\":\"search\",\"reason\":\"it waits at epoch 1 for the search's decision\""))
                .isEmpty();
        assertThat(runs.gauges()).isEmpty();
    }

    @Test
    void a_job_that_was_opened_again_has_not_ended() {
        started();
        hear("Cancelled", "\"reason\":\"\"");
        assertThat(runs.rootEnded()).isTrue();

        hear("Reopened", "\"by\":\"alice\"");
        assertThat(runs.rootEnded()).isFalse();
        hear("Finished", "\"leaseEpoch\":2");
        assertThat(runs.rootEnded()).isTrue();
    }

    @Test
    void a_cancelled_job_says_who_did_not_want_it() {
        started();

        assertThat(hear("Cancelled", "\"by\":\"alice\",\"reason\":\"wrong data\""))
                .contains("a  cancelled by alice: wrong data");
    }

    @Test
    void of_a_search_the_trials_to_come_count_too_and_nobody_knows_when_it_ends() throws JsonProcessingException {
        var sweep = "{\"job\":\"a\",\"spec\":{\"kind\":\"sweep\",\"search\":{\"budget\":{\"trials\":4}}}}";
        runs.apply("Submitted", Json.read(sweep));
        for (var id : new String[] {"a-t001", "a-t002"}) {
            runs.apply("Submitted", Json.read("{\"job\":\"" + id + "\",\"spec\":{\"kind\":\"train\"}}"));
            runs.apply("Finished", Json.read("{\"job\":\"" + id + "\",\"at\":\"2026-01-01T00:01:00Z\"}"));
        }

        assertThat(runs.gauges()).singleElement().satisfies(all -> {
            assertThat(all.share()).isEqualTo(0.5);
            assertThat(all.facts()).isEqualTo("2/4 trained");
        });
    }

    private void started() {
        hear("LeaseGranted", "\"leaseEpoch\":1");
    }

    private Optional<String> hear(String type, String fields) {
        try {
            return runs.apply(type, Json.read("{\"job\":\"a\",\"at\":\"2026-01-01T00:00:00Z\"," + fields + "}"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}

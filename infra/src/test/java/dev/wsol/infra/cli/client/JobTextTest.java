package dev.wsol.infra.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobTextTest {
    @Test
    void a_running_job_that_was_asked_to_pause_says_so() throws JsonProcessingException {
        var job = Json.read("{\"id\":\"a\",\"state\":\"running\",\"pausing\":true}");

        assertThat(JobText.line(job)).isEqualTo("a  running  pausing: its worker is saving it");
    }

    @Test
    void a_cancelled_job_says_by_whom_and_why_as_far_as_it_was_said() throws JsonProcessingException {
        var job = "{\"id\":\"a\",\"state\":\"cancelled\",\"cancelled\":{%s}}";

        assertThat(JobText.line(Json.read(job.formatted("\"by\":\"alice\",\"reason\":\"wrong data\""))))
                .isEqualTo("a  cancelled  by alice: wrong data");
        assertThat(JobText.line(Json.read(job.formatted("\"by\":null,\"reason\":\"with s\""))))
                .isEqualTo("a  cancelled  with s");
        assertThat(JobText.line(Json.read(job.formatted("\"by\":null,\"reason\":null"))))
                .isEqualTo("a  cancelled");
    }

    @Test
    void a_rate_that_a_search_has_drawn_does_not_fill_the_line() throws JsonProcessingException {
        var jobs = Json.read("[{\"id\":\"a\",\"lr\":0.0027612639104524664},{\"id\":\"b\",\"lr\":1.0E-4}]");

        assertThat(JobText.table(jobs, Instant.EPOCH).lines()).anyMatch(l -> l.contains(" 0.00276 "));
        assertThat(JobText.table(jobs, Instant.EPOCH).lines()).anyMatch(l -> l.contains(" 1e-4 "));
    }
}

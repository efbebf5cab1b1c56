package dev.wsol.infra.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What people read of workers and of rules. */
class ListsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

    @Test
    void workers_are_a_table_with_what_they_do_and_when_they_were_heard_of() throws IOException {
        var workers = json("""
                [{'name':'gpu-1','kind':'train','queues':['high','low'],'device':'cuda:0','state':'busy','draining':true,
                  'job':{'id':'a','leaseEpoch':2,'since':'2026-01-01T00:00:00Z'},'lastHeard':'2026-01-01T00:09:57Z'},
                 {'name':'ev','kind':'evaluate','queues':['default'],'device':null,'state':'silent','draining':false,
                  'job':null,'lastHeard':null}]""");

        assertThat(WorkersCommand.table(workers, NOW).lines())
                .containsExactly(
                        "NAME   KIND      STATE           QUEUES    DEVICE  JOB   FOR     HEARD",
                        "gpu-1  train     busy, draining  high,low  cuda:0  a e2  10m00s  3s ago",
                        "ev     evaluate  silent          default   -       -     -       -");
    }

    @Test
    void a_rule_says_what_it_made_of_the_checkpoints_that_were_there() throws IOException {
        var rule = "{'name':'late','on':[],'protocols':['deployed'],'data':{'path':'/cub'},'queue':'q'%s}";
        var line = "late  every checkpoint  deployed on /cub  queue q";

        assertThat(BenchmarkText.made(json(rule.formatted("")))).isEqualTo(line);
        assertThat(BenchmarkText.made(json(
                                rule.formatted(",'existing':{'known':9,'looked':9,'matched':5,'made':3,'done':true}")))
                        .lines())
                .containsExactly(
                        line,
                        "  existing checkpoints: 9, 5 fit, 3 evaluations made; 2 were evaluated or under way already");
        assertThat(BenchmarkText.made(
                        json(rule.formatted(",'existing':{'known':9,'looked':4,'matched':4,'made':4,'done':false}"))))
                .endsWith("4 evaluations made; 5 still to be looked at");
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}

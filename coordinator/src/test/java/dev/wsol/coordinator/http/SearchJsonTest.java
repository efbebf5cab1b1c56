package dev.wsol.coordinator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchJsonTest {
    private static final String SPACE = "'space':{'learningRate':{'low':1e-5,'high':1e-3,'log':true}}";

    private static JobSpec.Sweep read(String search) {
        var json = "{'kind':'sweep','model':'scm','data':'/d','search':{" + search + "}}";
        return (JobSpec.Sweep)
                SpecReader.read(json.replace('\'', '"').getBytes(UTF_8)).spec();
    }

    private static SearchSpec search(String search) {
        return read(search).search().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'method':'random'",
                "'method':'tpe','every':2",
                "'method':'median','sampler':'tpe','grace':2",
                "'method':'asha','least':2,'eta':4",
                "'method':'hyperband'",
                "'method':'pbt','population':6,'interval':2,'share':0.3",
                "'method':'asha','repeats':{'top':2,'seeds':[1,2]},'seed':9,'budget':{'trials':5,'wall':'2h','target':80}"
            })
    void what_is_written_reads_as_the_same_search(String search) {
        var sweep = read(search + "," + SPACE);

        assertThat(SpecReader.read(SpecWriter.write(sweep).toString().getBytes(UTF_8))
                        .spec())
                .isEqualTo(sweep);
    }

    @Test
    void lists_are_choices_and_conditions_name_the_parameter_they_hang_on() {
        var space = search(
                        "'method':'random','space':{'head':['scm','tscam'],'learningRate':['1e-4',0.001],"
                                + "'dropPath':{'low':0,'high':0.3,'when':{'head':'scm'}},'batch':{'low':8,'high':64,'whole':true}}")
                .space();

        assertThat(space.dimensions().get(1)).isInstanceOf(Dimension.Choice.class);
        assertThat(space.dimensions().get(2).when().orElseThrow().values()).containsExactly("scm");
        assertThat(space.dimensions().get(3)).isInstanceOf(Dimension.Whole.class);
    }

    @Test
    void the_usual_objective_looks_at_validation_images() {
        var objective = search("'method':'asha'," + SPACE).objective();

        assertThat(objective.metric()).isEqualTo("validationMaxBoxAcc50");
        assertThat(objective.maximise()).isTrue();
    }

    @Test
    void a_sampler_may_be_named_beside_a_scheduler() {
        var search = search("'method':'asha','sampler':'tpe'," + SPACE);

        assertThat(search.sampler()).isEqualTo(Sampler.TPE);
        assertThat(search.scheduler()).isEqualTo(new Scheduler.Asha(1, 3));
    }

    @ParameterizedTest
    @CsvSource({"90,PT1M30S", "'\"30m\"',PT30M", "'\"2h\"',PT2H", "'\"PT2H30M\"',PT2H30M"})
    void wall_clock_is_seconds_or_a_duration(String written, Duration meant) {
        var search = search("'method':'tpe','budget':{'wall':" + written.replace('"', '\'') + "}," + SPACE);

        assertThat(search.budget().wall()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'method':'ahsa',SPACE                                          | did you mean asha
                    'method':'grid',SPACE                                          | a grid needs a list of values
                    'method':'asha','eta':1,SPACE                                  | eta: must be at least 2
                    'method':'tpe','eta':3,SPACE                                   | there is no such field
                    'method':'tpe','space':{'learnrate':[1]}                       | did you mean learningRate
                    'method':'tpe','space':{'learningRate':{'low':2,'high':1}}     | must rise
                    'method':'tpe','space':{'learningRate':{'low':0,'high':1,'log':true}} | must be above 0
                    'method':'tpe','space':{'head':['scmm']}                       | must be scm or tscam
                    'method':'tpe','space':{'dropPath':{'low':0,'high':1,'when':{'head':'scm'}}} | is no choice that stands before
                    'method':'tpe','space':{}                                      | at least one
                    'method':'tpe','budget':{'trials':5000},SPACE                  | more than the limit
                    'method':'tpe','budget':{'wall':'soon'},SPACE                  | expected seconds or a duration
                    'method':'tpe','objective':{'protocol':'scm'},SPACE            | is not among the evaluation's protocols
                    'method':'tpe','objective':{'goal':'max'},SPACE                | did you mean maximise
                    """)
    void a_mistake_is_refused_with_the_field_and_what_to_do(String search, String words) {
        assertThatThrownBy(() -> read(search.replace("SPACE", SPACE)))
                .isInstanceOf(BadSpec.class)
                .hasMessageContaining("search")
                .hasMessageContaining(words);
    }

    @Test
    void a_preview_names_the_trials_that_do_not_depend_on_measurements() {
        var asha = SweepPreview.of(read("'method':'asha','budget':{'trials':9}," + SPACE));
        var tpe = SweepPreview.of(read("'method':'tpe','budget':{'trials':25}," + SPACE));

        assertThat(asha.path("known")).hasSize(9);
        assertThat(asha.path("measuredAt").toString()).isEqualTo("[1,3,9,27,30]");
        assertThat(tpe.path("trials").asInt()).isEqualTo(25);
        assertThat(tpe.path("known")).hasSize(10);
    }
}

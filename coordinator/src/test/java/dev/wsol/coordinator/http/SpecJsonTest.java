package dev.wsol.coordinator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.Drawing;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.InitialWeights;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Optimizer;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Refinements;
import dev.wsol.contract.Schedule;
import dev.wsol.contract.Selection;
import dev.wsol.contract.wire.SpecCodec;
import dev.wsol.coordinator.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecJsonTest {
    @Test
    void the_shortest_train_job_has_the_official_recipe_and_an_id_of_its_own_content() {
        var wish = read("{'kind':'train','model':'deit_scm_small','data':'/data/CUB'}");

        assertThat(wish.spec())
                .isEqualTo(new JobSpec.Train(
                        ModelSpec.named("deit_scm_small"),
                        DataRef.at("/data/CUB"),
                        Recipe.OFFICIAL,
                        EvaluationRequest.DEFAULT,
                        "default"));
        assertThat(wish.id().value()).isEqualTo("train-" + SpecCodec.shortHash(wish.spec()));
    }

    @Test
    void every_spec_is_read_back_as_it_was_written() {
        var train = Samples.train(When.EACH_CHECKPOINT);
        var cosine = new JobSpec.Train(
                new ModelSpec("scm", 64, 4, 2),
                new DataRef("/d", "wsol", "/images", true, 0, 7),
                new Recipe(3, 8, 1e-3, 0, 0, -5, new Schedule.Cosine(0.25)),
                train.evaluation(),
                "h200");
        var evaluate = new JobSpec.Evaluate(
                Samples.checkpoint(1, 3),
                train.model(),
                train.data(),
                List.of("scm", "maxboxacc"),
                0,
                new Drawing(7, true),
                "high",
                new Origin("t", "s", 0.1, 3, "top1Loc on validation"));
        var everything = new JobSpec.Train(
                new ModelSpec("scm", 64, 4, 2, List.of(8, 2)),
                train.data(),
                new Recipe(
                        3,
                        8,
                        1e-3,
                        0,
                        0,
                        -5,
                        new Schedule.Steps(List.of(), 1, 0.25),
                        new Optimizer.Sgd(0.5, true),
                        new Refinements(1, 0.1, 0.99, 0.2, 4),
                        Precision.BF16,
                        Optional.of(new InitialWeights("s3://wsol/w.pth", "")),
                        new Selection(Selection.By.MAX_BOX_ACC, Selection.On.TEST)),
                train.evaluation(),
                "h200",
                15);
        var sweep = new JobSpec.Sweep(cosine, List.of("tscam"), List.of(0.1, 1e-7), List.of(1L, -2L));

        for (JobSpec spec : List.of(train, cosine, everything, evaluate, sweep))
            assertThat(SpecReader.read(SpecWriter.write(spec).toString().getBytes(UTF_8))
                            .spec())
                    .isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'kind':'trian'} | kind | did you mean train",
                "{'model':'scm'} | kind | is missing",
                "{'kind':'train','data':'/d'} | model | is missing",
                "{'kind':'train','model':'sdm','data':'/d'} | model | unknown architecture 'sdm'",
                "{'kind':'train','model':{'arch':'scm','widht':3},'data':'/d'} | model.widht | did you mean width",
                "{'kind':'train','model':{'arch':'scm','width':2.5},'data':'/d'} | model.width | expected a whole number",
                "{'kind':'train','model':'scm','data':7} | data | expected an object, found number 7",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'batch':'16'}} | recipe.batch | found string",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'epochs':0}} | recipe.epochs | at least 1",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'epochs':9999999999}} | recipe.epochs | below 2^31",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'schedule':{'warmup':1,'steps':[1]}}} | recipe.schedule.warmup | below 1",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'optimizer':'adam'}} | recipe.optimizer | did you mean adamw",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'optimizer':{'name':'sgd','beta1':0}}} | recipe.optimizer.beta1 | no such field",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'optimizer':{'name':'sgd','momentum':1}}} | recipe.optimizer.momentum | below 1",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'optimizer':{'name':'sgd','nesterov':1}}} | recipe.optimizer.nesterov | true or false",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'labelSmoothing':1}} | recipe.labelSmoothing | below 1",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'batch':2,'accumulation':3}} | recipe.accumulation | cannot be cut",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'precision':'fp16'}} | recipe.precision | fp32, bf16",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'init':''}} | recipe.init | must not be empty",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'init':{'uri':'x','sha256':'f'}}} | recipe.init.sha256 | 64 lower-case",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'selection':{'on':'train'}}} | recipe.selection.on | validation, test, last",
                "{'kind':'train','model':{'arch':'tscam','iterations':[4]},'data':'/d'} | model.iterations | no calibration layers",
                "{'kind':'train','model':'scm','data':'/d','checkpointMinutes':-1} | checkpointMinutes | at least 0",
                "{'kind':'train','model':'scm','data':'/d','recipe':{'schedule':{'steps':[1,'x']}}} | recipe.schedule.steps[1] | whole number",
                "{'kind':'train','model':'scm','data':'/d','evaluation':{'draw':{'images':1,'threshold':'best'}}} | evaluation.draw.threshold | expected official or chosen",
                "{'kind':'train','model':'scm','data':'/d','evaluation':{'draw':-1}} | evaluation.draw | at least 0",
                "{'kind':'train','model':'scm','data':'/d','evaluation':{'draw':{'images':-1}}} | evaluation.draw.images | at least 0",
                "{'kind':'train','model':'scm','data':'/d','evaluation':{'when':'often'}} | evaluation.when | never, last or each",
                "{'kind':'train','model':'scm','data':'/d','evaluation':{'protocols':['deplyed']}} | evaluation.protocols | did you mean deployed",
                "{'kind':'train','model':'scm','data':'/d','evaluation':{'protocols':['x=1']}} | evaluation.protocols | there is no key 'x'",
                "{'kind':'train','model':'scm','data':'/d','evaluation':{'protocols':['scm',{'name':'a','stpe':1}]}} | evaluation.protocols[1] | did you mean step",
                "{'kind':'train','model':'scm','data':'/d','evaluation':{'protocols':['scm',{'name':'a','base':'scm'}]}} | evaluation.protocols | scm and a make the same choices",
                "{'kind':'train','model':'scm','data':'/d','queue':'A B'} | queue | no queue name",
                "{'kind':'train','model':'scm','data':'/d','id':'A'} | id | no job id",
                "{'kind':'train','model':'scm','data':'/d','grid':{}} | grid | there is no such field",
                "{'kind':'sweep','model':'scm','data':'/d','grid':{'learningRate':[-1]}} | grid.learningRate | above 0",
                "{'kind':'sweep','model':'scm','data':'/d'} | grid | is missing",
                "{'kind':'evaluate','model':'scm','data':'/d','checkpoint':{'uri':'/x','sha256':'y'}} | checkpoint.uri | s3://",
                "{'kind':'evaluate','model':'scm','data':'/d','checkpoint':{'uri':'s3://','sha256':'y'}} | checkpoint.uri | s3://BUCKET/KEY",
                "{'kind':'evaluate','model':'scm','data':'/d','checkpoint':{'uri':'s3://wsol','sha256':'y'}} | checkpoint.uri | s3://BUCKET/KEY",
                "{'kind':'evaluate','model':'scm','data':'/d','checkpoint':{'uri':'s3:///x','sha256':'y'}} | checkpoint.uri | s3://BUCKET/KEY",
                "{'kind':'evaluate','model':'scm','data':'/d','checkpoint':{'uri':'s3://u:p@wsol/x','sha256':'y'}} | checkpoint.uri | s3://BUCKET/KEY",
                "{'kind':'evaluate','model':'scm','data':'/d','checkpoint':{'uri':'s3://wsol/a b','sha256':'y'}} | checkpoint.uri | s3://BUCKET/KEY",
                "{'kind':'train','kind':'train'} | `` | Duplicate",
                "{'kind':'train'} x | `` | malformed JSON at line 1",
                "[] | `` | expected an object, found a list",
                "{'kind':null} | kind | is missing",
            })
    void mistakes_are_told_with_their_path(String json, String field, String reason) {
        var mistake = catchThrowableOfType(BadSpec.class, () -> read(json));

        assertThat(mistake).isNotNull();
        assertThat(mistake.field()).isEqualTo(field == null ? "" : field);
        assertThat(mistake.reason()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} {}", "{'a':NaN}"})
    void malformed_json_is_told_without_names_of_the_reader(String json) {
        var mistake = catchThrowableOfType(BadSpec.class, () -> read(json));

        assertThat(mistake.reason())
                .startsWith("malformed JSON at line 1")
                .doesNotContain("Source", "jackson", "Feature");
    }

    @Test
    void an_empty_body_and_bytes_that_are_no_text_are_mistakes() {
        assertThat(catchThrowableOfType(BadSpec.class, () -> SpecReader.read(new byte[0])))
                .hasMessageContaining("found nothing");
        assertThat(catchThrowableOfType(BadSpec.class, () -> SpecReader.read(new byte[] {(byte) 0xff, 0, 1})))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        BadSpec.class, () -> SpecReader.read("[".repeat(5_000).getBytes(UTF_8))))
                .isNotNull();
    }

    @Test
    void a_protocol_of_one_s_own_is_an_object() {
        var spec = read("{'kind':'train','model':'scm','data':'/d','evaluation':{'protocols':['scm',"
                + "{'name':'mine','base':'scm','ious':[50,90],'mean':true}]}}");

        assertThat(((JobSpec.Train) spec.spec()).evaluation().protocols())
                .containsExactly(
                        "scm",
                        Protocol.custom(Map.of("name", "mine", "base", "scm", "ious", List.of(50, 90), "mean", true))
                                .text());
    }

    @Test
    void a_rate_without_a_dot_that_yaml_took_for_text_is_a_number() {
        var spec = read("{'kind':'train','model':'scm','data':'/d','recipe':{'learningRate':'5e-4'}}");

        assertThat(((JobSpec.Train) spec.spec()).recipe().learningRate()).isEqualTo(5e-4);
    }

    @Test
    void the_published_description_is_a_document_that_names_every_route() throws IOException {
        JsonNode api;
        try (var in = SpecJsonTest.class.getResourceAsStream("openapi.yaml")) {
            api = new YAMLMapper().readTree(in);
        }

        assertThat(api.path("paths").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "/v1/jobs",
                        "/v1/jobs/{id}",
                        "/v1/jobs/{id}/cancel",
                        "/v1/jobs/{id}/pause",
                        "/v1/jobs/{id}/resume",
                        "/v1/jobs/{id}/retry",
                        "/v1/jobs/{id}/change",
                        "/v1/jobs/{id}/clone",
                        "/v1/jobs/cancel",
                        "/v1/jobs/pause",
                        "/v1/jobs/resume",
                        "/v1/jobs/retry",
                        "/v1/jobs/change",
                        "/v1/workers",
                        "/v1/workers/{name}/drain",
                        "/v1/dead-letters",
                        "/v1/dead-letters/{id}",
                        "/v1/dead-letters/{id}/requeue",
                        "/v1/sweeps/preview",
                        "/v1/sweeps/{id}",
                        "/v1/sweeps/{id}/extend",
                        "/v1/board",
                        "/v1/benchmarks",
                        "/v1/benchmarks/{name}",
                        "/v1/checkpoints",
                        "/v1/webhooks",
                        "/v1/webhooks/{name}",
                        "/v1/webhooks/{name}/deliveries",
                        "/v1/events",
                        "/health",
                        "/metrics",
                        "/openapi.yaml");
        api.findValuesAsText("$ref")
                .forEach(ref -> assertThat(api.at(ref.substring(1)).isMissingNode())
                        .as(ref)
                        .isFalse());
    }

    private static SpecReader.Wish read(String json) {
        return SpecReader.read(json.replace('\'', '"').getBytes(UTF_8));
    }
}

package dev.wsol.infra.cli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExporterTest {
    private static final String AT = "\"at\":\"2026-01-01T00:00:00Z\"";
    private static final List<String> EVENTS = List.of(
            "{'job':'s','type':'Submitted','spec':{'kind':'sweep','model':{'arch':'scm'}}}",
            "{'job':'s-t001','type':'Submitted','parent':'s','spec':{'kind':'train','model':{'arch':'scm'},'data':{'path':'/d'},"
                    + "'recipe':{'epochs':2,'schedule':{'warmup':0.1}}}}",
            "{'job':'s-t001','type':'Queued'}",
            "{'job':'s-t001','type':'EpochDone','report':{'epoch':1,'epochs':2,'loss':0.5,'top1':50,'imagesPerSecond':9,'seconds':3}}",
            "{'job':'s-t001','type':'CheckpointPublished','checkpoint':{'uri':'s3://b/1','sha256':'ab'}}",
            "{'job':'s-t001-eval','type':'Submitted','parent':'s-t001','spec':{'kind':'evaluate','origin':{'trainJob':'s-t001'}}}",
            "{'job':'s-t001-eval','type':'Scored','result':{'protocol':'deployed','protocolDigest':'cd','dataset':'CUB:1','epoch':1,"
                    + "'metrics':{'top1Loc':40.5,'odd':null},'reportUri':'s3://b/r'}}",
            "{'job':'s-t001-eval','type':'Finished'}",
            "{'job':'s-t001','type':'Finished'}",
            "{'job':'s','type':'Cancelled'}");

    private final FakeMlflow mlflow = new FakeMlflow();

    @AfterEach
    void stop() {
        mlflow.close();
    }

    @Test
    void runs_parameters_numbers_and_links_are_logged_as_the_rest_documentation_says() throws Exception {
        export();

        assertThat(mlflow.wrong).isEmpty();
        assertThat(mlflow.tags).containsOnlyKeys("run-1", "run-2");
        assertThat(mlflow.tags.get("run-2"))
                .containsEntry("wsol.job", "s-t001")
                .containsEntry("mlflow.parentRunId", "run-1")
                .containsEntry("wsol.checkpoint", "s3://b/1")
                .containsEntry("wsol.report.CUB_1/deployed", "s3://b/r");
        assertThat(mlflow.params.get("run-2"))
                .containsEntry("model.arch", "scm")
                .containsEntry("recipe.schedule.warmup", "0.1");
        assertThat(mlflow.metrics)
                .contains(
                        "run-2 train.loss 1 = 0.5 at 1767225600000",
                        "run-2 CUB_1/deployed/top1Loc 1 = 40.5 at 1767225600000")
                .hasSize(5);
        assertThat(mlflow.ends).isEqualTo(Map.of("run-2", "FINISHED", "run-1", "KILLED"));
    }

    @Test
    void the_same_history_again_changes_nothing() throws Exception {
        export();
        var numbers = List.copyOf(mlflow.metrics);
        export();

        assertThat(mlflow.wrong).isEmpty();
        assertThat(mlflow.tags).hasSize(2);
        assertThat(mlflow.metrics).containsExactlyElementsOf(numbers);
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        var nowhere = new TrackingServer(URI.create("http://127.0.0.1:1"), Map.of());

        assertThatThrownBy(() -> new Exporter(nowhere, "wsol"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    private void export() throws JsonProcessingException {
        var exporter = new Exporter(new TrackingServer(mlflow.address(), Map.of()), "wsol");
        for (var event : EVENTS)
            exporter.take(Json.read(event.replace('\'', '"').replaceFirst("\\{", "{" + AT + ",")));
    }
}

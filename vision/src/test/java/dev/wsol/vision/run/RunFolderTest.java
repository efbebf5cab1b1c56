package dev.wsol.vision.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Protocol;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Selection;
import dev.wsol.contract.SpecMap;
import dev.wsol.vision.checkpoint.Digest;
import dev.wsol.vision.checkpoint.ObjectStore;
import dev.wsol.vision.checkpoint.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path temp;

    private final Shelf shelf = new Shelf();

    @Test
    void the_card_tells_of_every_attempt_and_every_score_and_which_checkpoint_counts() throws IOException {
        var run = run();
        run.trained(1, training(60));
        score(run, 1, 50);
        score(run, 2, 70);
        score(run, 3, 70);
        run.trained(2, training(30));

        var card = json("run.json");
        assertThat(card.path("job").asText()).isEqualTo("mine");
        assertThat(card.path("attempts").size()).isEqualTo(2);
        assertThat(card.path("seconds").asDouble()).isEqualTo(90);
        assertThat(card.at("/spec/recipe/learningRate").asDouble()).isEqualTo(5e-5);
        assertThat(card.path("selection").asText()).isEqualTo("maxBoxAcc on test");
        assertThat(card.at("/chosen/checkpoint/epoch").asInt()).isEqualTo(2);
        assertThat(card.at("/chosen/percent").asDouble()).isEqualTo(70);
        assertThat(card.path("scores").findValuesAsText("epoch")).containsExactly("1", "2", "3");
        assertThat(card.at("/scores/0/protocol/name").asText()).isEqualTo("scm");
    }

    @Test
    void the_official_file_has_one_line_an_epoch_under_the_official_keys_in_their_order() {
        var run = run();
        run.trained(1, training(1));
        score(run, 2, 70);
        score(run, 1, 50);

        assertThat(text("val.txt").lines())
                .containsExactly(
                        "{\"cls_acc_top-1\":50.0,\"GT-Known_top-1\":50.0,\"epoch\":1}",
                        "{\"cls_acc_top-1\":70.0,\"GT-Known_top-1\":70.0,\"epoch\":2}");
    }

    @Test
    void the_best_checkpoint_lies_beside_as_it_was_stored_and_is_replaced_only_by_a_better_one() throws IOException {
        var run = run();
        run.trained(1, training(1));
        score(run, 1, 70);
        score(run, 2, 60);

        assertThat(text("ckpt/model_best.safetensors")).isEqualTo("weights of epoch 1");
        assertThat(json("ckpt/model_best.json").at("/checkpoint/epoch").asInt()).isEqualTo(1);
        score(run, 3, 80);
        assertThat(text("ckpt/model_best.safetensors")).isEqualTo("weights of epoch 3");
    }

    @Test
    void of_two_evaluators_who_write_at_the_same_time_none_is_forgotten() throws IOException {
        var run = run();
        run.trained(1, training(1));
        var other = run();
        shelf.onPut("jobs/mine/logs/run.json", () -> score(other, 2, 70));

        score(run, 1, 50);

        assertThat(json("run.json").path("scores").size()).isEqualTo(2);
        assertThat(text("val.txt").lines()).hasSize(2);
    }

    @Test
    void scores_on_other_data_are_told_and_decide_nothing() throws IOException {
        var run = run();
        var training = new LinkedHashMap<>(training(1));
        training.put("data", Map.of("name", "CUB", "digest", "d"));
        run.trained(1, training);
        score(run, 1, 70);
        score(run, 2, 60);
        score(run, 2, 90, "other");

        var card = json("run.json");
        assertThat(card.path("scores").findValuesAsText("datasetDigest")).containsExactlyInAnyOrder("d", "d", "other");
        assertThat(card.at("/chosen/checkpoint/epoch").asInt()).isEqualTo(1);
        assertThat(card.at("/chosen/among").asInt()).isEqualTo(2);
        assertThat(text("val.txt")).doesNotContain("90");
    }

    private RunFolder run() {
        return new RunFolder(shelf, "wsol", "mine", temp);
    }

    private static Map<String, Object> training(int seconds) {
        var recipe = Recipe.OFFICIAL.with(new Selection(Selection.By.MAX_BOX_ACC, Selection.On.TEST));
        var spec = new JobSpec.Train(
                ModelSpec.named("scm"), DataRef.at("/data"), recipe, EvaluationRequest.DEFAULT, "default");
        return Map.of("job", "mine", "spec", SpecMap.train(spec), "seconds", seconds);
    }

    private void score(RunFolder run, int epoch, double percent) {
        score(run, epoch, percent, "d");
    }

    private void score(RunFolder run, int epoch, double percent, String datasetDigest) {
        var key = "jobs/mine/e1/checkpoints/000" + epoch;
        shelf.put(key + "/model.safetensors", ("weights of epoch " + epoch).getBytes(StandardCharsets.UTF_8), "");
        var official = new LinkedHashMap<String, Double>();
        official.put("cls_acc_top-1", percent);
        official.put("GT-Known_top-1", percent);
        run.evaluated(
                new EvaluationResult(
                        new JobId("mine-eval"),
                        new CheckpointRef("s3://wsol/" + key, "%064x".formatted(epoch), epoch),
                        ModelSpec.named("scm"),
                        Origin.UNKNOWN,
                        "CUB",
                        datasetDigest,
                        EvaluationResult.ProtocolTag.of(Protocol.named("scm")),
                        10,
                        0,
                        Map.of("maxBoxAcc50", percent),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        "s3://wsol/evaluations/x"),
                official);
        run.compose();
    }

    private String text(String name) {
        return new String(shelf.get("jobs/mine/logs/" + name, 1 << 20), StandardCharsets.UTF_8);
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(text(name));
    }

    /** A store in memory. */
    private static final class Shelf implements ObjectStore {
        private final TreeMap<String, byte[]> objects = new TreeMap<>();
        private String watched = "";
        private Runnable then = () -> {};

        /** Once, when this key is written. */
        void onPut(String key, Runnable action) {
            watched = key;
            then = action;
        }

        @Override
        public void delete(String key) {
            objects.remove(key);
        }

        @Override
        public Digest put(String key, Path file, String contentType) {
            try {
                return put(key, Files.readAllBytes(file), contentType);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Digest put(String key, byte[] content, String contentType) {
            objects.put(key, content);
            if (key.equals(watched)) {
                watched = "";
                then.run();
                objects.put(key, content); // the other one came first, and this write undoes its own
            }
            return new Digest("", content.length);
        }

        @Override
        public boolean putNew(String key, byte[] content, String contentType) {
            return objects.putIfAbsent(key, content) == null;
        }

        @Override
        public Digest get(String key, Path file) {
            try {
                Files.write(file, get(key, Integer.MAX_VALUE));
                return new Digest("", 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[] get(String key, int most) {
            var found = objects.get(key);
            if (found == null) throw new StoreException(StoreException.Kind.MISSING, key);
            return found;
        }

        @Override
        public List<String> keys(String prefix) {
            return objects.keySet().stream().filter(k -> k.startsWith(prefix)).toList();
        }
    }
}

package dev.wsol.infra.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.Digest;
import dev.wsol.vision.checkpoint.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What must be true of every history, whoever was killed. */
final class Promises {
    private Promises() {}

    /**
     * Reads everything again, as a new subscriber, and the objects that it names.
     *
     * @param folder for objects that are fetched
     * @return how many jobs there were
     */
    static int areKept(House house, Path folder) {
        try (var all = house.replay();
                var store = house.checkpoints()) {
            Map<String, Story> stories = new LinkedHashMap<>();
            all.events().forEach(e -> stories.computeIfAbsent(e.job().value(), Story::new)
                    .hear(e));
            stories.values().forEach(Story::hasEndedWell);
            everyCheckpointIsScoredOnce(stories.values(), all);
            stories.values().forEach(s -> s.checkpoints().forEach(c -> isInTheStore(c, store, folder)));
            return stories.size();
        }
    }

    /** Being killed changes nothing: both jobs have the same recipe, and end with the same weights to the last bit. */
    static void sameWeights(House house, Path folder, String one, String other) {
        try (var store = house.checkpoints()) {
            assertThat(lastWeights(house, store, folder, one))
                    .as("last weights of %s and %s", one, other)
                    .isEqualTo(lastWeights(house, store, folder, other));
        }
    }

    private static Map<String, ByteBuffer> lastWeights(House house, CheckpointStore store, Path folder, String job) {
        var published = house.ledger().events(JobEvent.CheckpointPublished.class, job);
        var last = published.get(published.size() - 1).checkpoint();
        try {
            var model = store.loadModel(last.uri(), last.sha256(), Files.createTempDirectory(folder, "weights"))
                    .model();
            return Safetensors.read(model).tensors().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, t -> t.getValue().data()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void everyCheckpointIsScoredOnce(Collection<Story> stories, Ledger all) {
        var evaluated = stories.stream()
                .filter(s -> s.spec() instanceof JobSpec.Evaluate)
                .map(s -> ((JobSpec.Evaluate) s.spec()).checkpoint())
                .toList();
        var published = stories.stream().flatMap(s -> s.checkpoints().stream()).toList();
        assertThat(evaluated).as("evaluated checkpoints").containsExactlyInAnyOrderElementsOf(published);
        List<String> scored = stories.stream().flatMap(s -> s.scores().stream()).toList();
        assertThat(scored).as("scored keys").doesNotHaveDuplicates();
        assertThat(all.results()).as("records of results").allSatisfy(r -> assertThat(r.key())
                .isEqualTo(r.result().checkpoint().sha256() + "/"
                        + r.result().protocol().digest() + "/" + r.result().datasetDigest()));
        assertThat(all.results().stream().map(Ledger.Result::key).collect(Collectors.toList()))
                .as("keys of results")
                .containsExactlyInAnyOrderElementsOf(scored);
    }

    private static void isInTheStore(CheckpointRef checkpoint, CheckpointStore store, Path folder) {
        try {
            var loaded = store.load(checkpoint.uri(), Files.createTempDirectory(folder, "checkpoint"));
            assertThat(Digest.of(loaded.model()).sha256())
                    .as("digest of %s", checkpoint.uri())
                    .isEqualTo(checkpoint.sha256());
            assertThat(loaded.trainer())
                    .as("trainer state of %s", checkpoint.uri())
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.wsol.infra.soak;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.QueuedJob;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Real objects in a real store. */
record StoredDepot(CheckpointStore store, Path temp) implements Depot {
    @Override
    public CheckpointRef save(QueuedJob job, int epoch) throws IOException {
        var model = Files.write(temp.resolve("model"), Made.weights(job.job(), epoch));
        var state = Files.write(temp.resolve("state"), Made.state(job.job(), epoch));
        var about = Map.of("epoch", epoch, "trained", "nothing");
        var stored = store.save(Depot.prefix(job, epoch), model, Optional.of(state), about);
        return new CheckpointRef(stored.uri(), stored.sha256(), epoch);
    }

    @Override
    public void verify(QueuedJob job, CheckpointRef from) throws IOException {
        var loaded = store.load(from.uri(), temp);
        same(loaded.model(), Made.weights(job.job(), from.epoch()));
        same(loaded.trainer().orElseThrow(), Made.state(job.job(), from.epoch()));
    }

    private static void same(Path file, byte[] expected) throws IOException {
        if (!Arrays.equals(Files.readAllBytes(file), expected))
            throw new CheckpointException(file.getFileName() + " of the checkpoint is not what was saved");
    }
}

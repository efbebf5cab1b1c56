package dev.wsol.infra.soak;

import dev.wsol.contract.JobEvent;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.S3CheckpointStore;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What lies in the store at the end. */
record Objects(StoreSettings settings, Path temp) {

    /** Checkpoints that were told of and cannot be fetched as they were told. */
    List<String> missing(List<JobEvent> events) {
        var out = new ArrayList<String>();
        try (var store = S3CheckpointStore.open(settings)) {
            for (var event : events)
                if (event instanceof JobEvent.CheckpointPublished c) {
                    try {
                        store.loadModel(c.checkpoint().uri(), c.checkpoint().sha256(), temp);
                    } catch (StoreException | CheckpointException e) {
                        out.add(c.job() + ": " + e.getMessage());
                    }
                }
        }
        return out;
    }

    /** Removes what unfinished uploads have left, as each worker does with old ones when it starts; answers how many. */
    int cleanUp() {
        try (var store = S3CheckpointStore.open(settings)) {
            return store.abortAbandoned(Duration.ZERO);
        }
    }
}

package dev.wsol.infra.soak;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.QueuedJob;
import java.io.IOException;
import java.util.Locale;

/** Where checkpoints go. */
interface Depot {
    /** Returns when the checkpoint may be told of. */
    CheckpointRef save(QueuedJob job, int epoch) throws IOException;

    /** Makes sure that the checkpoint which the job continues from is what was saved. */
    void verify(QueuedJob job, CheckpointRef from) throws IOException;

    /** {@code jobs/<job>/e<lease epoch>/checkpoints/<epoch>}. */
    static String prefix(QueuedJob job, int epoch) {
        return String.format(Locale.ROOT, "jobs/%s/e%d/checkpoints/%04d", job.job(), job.leaseEpoch(), epoch);
    }

    /** Nothing is stored: the cost of the messages alone. */
    Depot OF_NAMES = new Depot() {
        @Override
        public CheckpointRef save(QueuedJob job, int epoch) {
            return new CheckpointRef(
                    "s3://nowhere/" + prefix(job, epoch), Made.sha256(Made.weights(job.job(), epoch)), epoch);
        }

        @Override
        public void verify(QueuedJob job, CheckpointRef from) {}
    };
}

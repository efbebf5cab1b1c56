package dev.wsol.infra.soak;

import dev.wsol.contract.Failure;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Lease;
import dev.wsol.contract.work.WorkException;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.StoreException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try at a job, and how it is told: as the real runners do it. */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private Attempt() {}

    interface Work {
        /** What to report, unless the lease has ended. */
        Report.Body run() throws IOException;
    }

    static void run(Lease lease, Work work) {
        var id = lease.job().job();
        try {
            var last = outcome(lease, work);
            lease.whyStop().ifPresent(why -> LOG.info("{} stopped: {}.", id, why));
            if (!lease.mustStop()) lease.report(last);
        } catch (WorkException e) {
            LOG.warn("{} is left to its lease: {}", id, e.getMessage());
        }
    }

    private static Report.Body outcome(Lease lease, Work work) {
        try {
            return work.run();
        } catch (StoreException e) {
            return failed(lease, code(e.kind()), e);
        } catch (CheckpointException e) {
            return failed(lease, Failure.Code.CORRUPT_CHECKPOINT, e);
        } catch (IOException e) {
            return failed(lease, Failure.Code.DISK_FULL, e);
        }
    }

    private static Report.Body failed(Lease lease, Failure.Code code, Exception e) {
        LOG.warn("{} failed ({}): {}", lease.job().job(), code, e.getMessage());
        return new Report.AttemptFailed(new Failure(code, String.valueOf(e.getMessage())));
    }

    private static Failure.Code code(StoreException.Kind kind) {
        return switch (kind) { // no default: a new kind must be placed
            case MISSING, CORRUPT -> Failure.Code.CORRUPT_CHECKPOINT;
            case EXISTS -> Failure.Code.INTERNAL;
            case REFUSED, UNREACHABLE -> Failure.Code.STORE_UNREACHABLE;
            case LOCAL_DISK -> Failure.Code.DISK_FULL;
        };
    }
}

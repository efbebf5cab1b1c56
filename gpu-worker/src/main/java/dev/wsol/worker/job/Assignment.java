package dev.wsol.worker.job;

import dev.wsol.contract.Progress;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Lease;
import java.util.Optional;

/** A job given to this worker, and the ways to speak about it. */
public interface Assignment {
    QueuedJob job();

    /** Waits until the report is safe. */
    void report(Report.Body body);

    /** Never waits, never fails. */
    void progress(Progress.Body body);

    /** Why the work must end without another word; empty while it may go on. A reason stays. */
    Optional<String> whyStop();

    /** Why the work is to be saved and given back, when the reason is in the job and not in this worker. */
    default Optional<String> whyGiveBack() {
        return Optional.empty();
    }

    static Assignment of(Lease lease) {
        return new Assignment() {
            @Override
            public QueuedJob job() {
                return lease.job();
            }

            @Override
            public void report(Report.Body body) {
                lease.report(body);
            }

            @Override
            public void progress(Progress.Body body) {
                lease.progress(body);
            }

            @Override
            public Optional<String> whyStop() {
                return lease.whyStop();
            }

            @Override
            public Optional<String> whyGiveBack() {
                return lease.whyGiveBack();
            }
        };
    }
}

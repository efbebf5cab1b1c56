package dev.wsol.worker.job;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Progress;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An assignment that keeps what is said, and can be told to stop by what it hears. */
final class Recorded implements Assignment {
    final List<Report.Body> reports = new CopyOnWriteArrayList<>();
    final List<Progress.Body> progress = new CopyOnWriteArrayList<>();
    private final QueuedJob job;
    private final Consumer<Recorded> onProgress;
    volatile String stop;

    Recorded(QueuedJob job) {
        this(job, r -> {});
    }

    Recorded(QueuedJob job, Consumer<Recorded> onProgress) {
        this.job = job;
        this.onProgress = onProgress;
    }

    @Override
    public QueuedJob job() {
        return job;
    }

    @Override
    public void report(Report.Body body) {
        reports.add(body);
    }

    @Override
    public void progress(Progress.Body body) {
        progress.add(body);
        onProgress.accept(this);
    }

    @Override
    public Optional<String> whyStop() {
        return Optional.ofNullable(stop);
    }

    List<String> said() {
        return reports.stream().map(r -> r.getClass().getSimpleName()).toList();
    }

    List<CheckpointRef> saved() {
        return reports.stream()
                .filter(Report.CheckpointSaved.class::isInstance)
                .map(r -> ((Report.CheckpointSaved) r).checkpoint())
                .toList();
    }
}

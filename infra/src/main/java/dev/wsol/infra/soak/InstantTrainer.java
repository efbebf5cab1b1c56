package dev.wsol.infra.soak;

import dev.wsol.contract.EpochReport;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Report;
import dev.wsol.contract.work.Lease;
import dev.wsol.contract.work.Slot;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Trains nothing, and says and stores what a real trainer would: a checkpoint for each epoch, put into the store before it is
 * reported, continued from after a lost lease.
 */
record InstantTrainer(Depot depot, Pace pace) implements Slot.Runner {
    @Override
    public void run(Lease lease, BooleanSupplier draining) {
        Attempt.run(lease, () -> train(lease, draining));
    }

    private Report.Body train(Lease lease, BooleanSupplier draining) throws IOException {
        var job = lease.job();
        int epochs = ((JobSpec.Train) job.spec()).recipe().epochs();
        for (int epoch = resumed(lease) + 1; epoch <= epochs; epoch++) {
            pace.epoch(() -> draining.getAsBoolean() || lease.mustStop());
            if (lease.mustStop()) return new Report.Released("nobody hears this: the lease has ended");
            if (draining.getAsBoolean()) return new Report.Released("the worker is stopping");
            lease.report(new Report.CheckpointSaved(depot.save(job, epoch)));
            double top1 = Made.percent(job.job() + "/" + epoch);
            lease.report(new Report.EpochDone(new EpochReport(epoch, epochs, 1.0 / epoch, top1, 1_000, 0.001)));
        }
        return new Report.TrainingFinished(epochs);
    }

    private int resumed(Lease lease) throws IOException {
        var from = lease.job().resumeFrom();
        if (from.isEmpty()) return 0;
        depot.verify(lease.job(), from.get());
        return from.get().epoch();
    }
}

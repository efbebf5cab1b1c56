package dev.wsol.contract.work;

import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Recipe;
import java.util.Optional;

/** Domain records with good defaults. */
final class Some {
    private Some() {}

    static JobSpec.Train train() {
        return new JobSpec.Train(
                ModelSpec.named("scm"), DataRef.at("/data/cub"), Recipe.OFFICIAL, EvaluationRequest.DEFAULT, "default");
    }

    static QueuedJob job(String id) {
        return job(id, 1);
    }

    static QueuedJob job(String id, int epoch) {
        return new QueuedJob(new JobId(id), epoch, train(), Optional.empty());
    }
}

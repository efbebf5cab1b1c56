package dev.wsol.infra.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the events say about one job, told in order; a word that must not follow is an error. */
final class Story {
    private final String job;
    private JobSpec spec;
    private JobEvent end;
    private int leaseEpoch;
    private boolean held;
    private final Map<Integer, String> holders = new HashMap<>();
    private final List<CheckpointRef> checkpoints = new ArrayList<>();
    private CheckpointRef newest;
    private final List<Integer> epochs = new ArrayList<>();
    private final List<String> scores = new ArrayList<>();

    Story(String job) {
        this.job = job;
    }

    JobSpec spec() {
        return spec;
    }

    List<CheckpointRef> checkpoints() {
        return checkpoints;
    }

    /** Keys of the results that were scored. */
    List<String> scores() {
        return scores;
    }

    /** A job that was accepted has ended well. */
    void hasEndedWell() {
        assertThat(spec).as("%s was accepted", job).isNotNull();
        assertThat(end).as("end of %s", job).isInstanceOf(JobEvent.Finished.class);
        if (spec instanceof JobSpec.Train train) everyEpochIsThereOnce(train);
        if (spec instanceof JobSpec.Evaluate evaluate)
            assertThat(scores).as("scores of %s", job).hasSameSizeAs(evaluate.protocols());
    }

    private void everyEpochIsThereOnce(JobSpec.Train train) {
        for (int n = 1; n <= train.recipe().epochs(); n++) {
            int epoch = n;
            assertThat(checkpoints)
                    .as("checkpoints of %s after epoch %d", job, epoch)
                    .filteredOn(c -> c.epoch() == epoch)
                    .hasSize(1);
        }
        assertThat(checkpoints)
                .as("checkpoints of %s", job)
                .hasSize(train.recipe().epochs());
        assertThat(epochs)
                .as("finished epochs of %s", job)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    void hear(JobEvent e) {
        if (e instanceof JobEvent.Refused || e instanceof JobEvent.ClaimRefused) return; // say nothing about the job
        assertThat(end).as("what came before %s", e).isNull();
        if (e instanceof JobEvent.Submitted s) submitted(s);
        if (e instanceof JobEvent.Queued q) queued(q);
        if (e instanceof JobEvent.LeaseGranted g) granted(g);
        if (e instanceof JobEvent.LeaseLost l) {
            fromTheHolder(e, l.leaseEpoch());
            held = false;
        }
        if (e instanceof JobEvent.EpochDone d) epochDone(d);
        if (e instanceof JobEvent.CheckpointPublished c) checkpoint(c);
        if (e instanceof JobEvent.RetryPlanned r) {
            fromTheHolder(e, r.leaseEpoch());
            held = false;
        }
        if (e instanceof JobEvent.Scored s) {
            assertThat(held).as("somebody has the job at %s", s).isTrue();
            scores.add(s.result().key());
        }
        if (e instanceof JobEvent.Finished f && !(spec instanceof JobSpec.Sweep)) fromTheHolder(e, f.leaseEpoch());
        if (e.terminal()) end = e;
    }

    private void submitted(JobEvent.Submitted s) {
        assertThat(spec).as("first %s", s).isNull();
        spec = s.spec();
    }

    private void queued(JobEvent.Queued q) {
        assertThat(q.leaseEpoch()).as("%s", q).isGreaterThanOrEqualTo(Math.max(1, leaseEpoch));
        if (held)
            assertThat(q.leaseEpoch()).as("%s takes the job from its holder", q).isGreaterThan(leaseEpoch);
        assertThat(q.resumeFrom()).as("%s", q).isEqualTo(Optional.ofNullable(newest));
        held = false;
    }

    private void granted(JobEvent.LeaseGranted g) {
        assertThat(g.leaseEpoch()).as("%s", g).isGreaterThanOrEqualTo(leaseEpoch);
        assertThat(holders.merge(g.leaseEpoch(), g.worker(), (first, again) -> first))
                .as("the only holder of lease epoch %d of %s", g.leaseEpoch(), job)
                .isEqualTo(g.worker());
        leaseEpoch = g.leaseEpoch();
        held = true;
    }

    private void epochDone(JobEvent.EpochDone d) {
        fromTheHolder(d, d.leaseEpoch());
        assertThat(d.report().epoch())
                .as("%s, whose checkpoint is the newest", d)
                .isEqualTo(checkpoints.get(checkpoints.size() - 1).epoch());
        epochs.add(d.report().epoch());
    }

    private void checkpoint(JobEvent.CheckpointPublished c) {
        fromTheHolder(c, c.leaseEpoch());
        newest = c.checkpoint();
        if (newest.partial()) {
            assertThat(newest.epoch()).as("%s is within the epoch at hand", c).isEqualTo(checkpoints.size());
            return;
        }
        assertThat(c.checkpoint().epoch())
                .as("%s continues where the last checkpoint ended", c)
                .isEqualTo(checkpoints.size() + 1);
        assertThat(c.checkpoint().uri()).contains("/" + job + "/e" + c.leaseEpoch() + "/");
        checkpoints.add(c.checkpoint());
    }

    private void fromTheHolder(JobEvent e, int epoch) {
        assertThat(held).as("somebody has the job at %s", e).isTrue();
        assertThat(epoch).as("lease epoch of %s", e).isEqualTo(leaseEpoch);
    }
}

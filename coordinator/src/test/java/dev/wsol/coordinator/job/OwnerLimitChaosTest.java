package dev.wsol.coordinator.job;

import static dev.wsol.coordinator.Samples.checkpoint;
import static dev.wsol.coordinator.Samples.sweep;
import static dev.wsol.coordinator.Samples.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.Hold;
import dev.wsol.contract.Job;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to jobs in whatever order: no owner has more running than allowed, and nobody waits for a free place. */
class OwnerLimitChaosTest {
    private static final int STEPS = 3_000;
    private static final List<String> OWNERS = List.of("alice", "bob", "");
    private static final List<String> QUEUES = List.of("default", "h200");
    private static final OwnerLimits LIMITS = OwnerLimits.parse("alice=1,*=2");
    private static final Rules RULES =
            new Rules(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), 3, 4, LIMITS);

    private final BookScene scene = new BookScene(RULES);
    private Random dice;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void limits_are_kept_no_place_stays_empty_and_every_job_can_end(long seed) {
        dice = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            happen();
            assertThat(scene.table.jobs.values()).allMatch(this::isWithinLimits).allMatch(this::waitsForAPlace);
        }
        for (int round = 0; round < 500 && isAnyOpen(); round++) finish();
        assertThat(scene.table.jobs.values()).allMatch(j -> j.state().ended());
    }

    private boolean isAnyOpen() {
        return scene.table.jobs.values().stream().anyMatch(j -> !j.state().ended());
    }

    /** One round in which everybody works who can. */
    private void finish() {
        scene.pass(Duration.ofMinutes(5));
        for (var id : List.copyOf(scene.table.jobs.keySet())) {
            if (scene.job(id).state() == JobState.PAUSED) scene.resume(id);
            if (scene.job(id).state().ended() || scene.job(id).spec() instanceof JobSpec.Sweep) continue;
            int epoch = Math.max(1, scene.job(id).leaseEpoch());
            scene.claim(id, epoch, "w");
            scene.report(id, epoch, "w", new Report.CheckpointSaved(checkpoint(epoch, 30)));
            if (scene.job(id).spec() instanceof JobSpec.Evaluate e)
                scene.report(id, epoch, "w", new Report.EvaluationFinished(Samples.results(id, e)));
            else scene.report(id, epoch, "w", new Report.TrainingFinished());
        }
    }

    private void happen() {
        if (scene.table.jobs.isEmpty() || dice.nextInt(20) == 0) {
            submit();
            return;
        }
        var ids = List.copyOf(scene.table.jobs.keySet());
        var id = ids.get(dice.nextInt(ids.size()));
        switch (dice.nextInt(16)) {
            case 0 -> scene.pass(Duration.ofSeconds(dice.nextInt(40)));
            case 1 -> rarely(() -> scene.cancel(id));
            case 2 -> scene.pause(id);
            case 3, 4 -> scene.resume(id);
            case 5 -> scene.retry(id);
            case 6 -> scene.queue(id, QUEUES.get(dice.nextInt(QUEUES.size())));
            case 7 -> scene.epochs(id, 30 + dice.nextInt(3));
            case 8 -> rarely(scene::takeOver);
            default -> say(scene.job(id));
        }
    }

    private void rarely(Runnable deed) {
        if (dice.nextInt(10) == 0) deed.run();
    }

    private void submit() {
        var id = new JobId("j" + scene.table.jobs.size());
        var when = dice.nextBoolean() ? When.NEVER : When.EACH_CHECKPOINT;
        JobSpec spec = dice.nextInt(4) == 0 ? sweep(when, 0.1, 0.2, 0.3) : train(when);
        scene.submit(id, spec, OWNERS.get(dice.nextInt(OWNERS.size())));
    }

    private void say(Job job) {
        int epoch = Math.max(1, job.leaseEpoch());
        var worker = job.worker().isEmpty() ? "w" + dice.nextInt(4) : job.worker();
        scene.report(job.id(), epoch, worker, word(job, epoch));
    }

    private Report.Body word(Job job, int epoch) {
        return switch (dice.nextInt(8)) {
            case 0 -> new Report.CheckpointSaved(checkpoint(epoch, 1 + dice.nextInt(4)));
            case 1 -> new Report.Released("dice");
            case 2 -> new Report.AttemptFailed(new Failure(Failure.Code.DISK_FULL, "dice"));
            case 3 ->
                job.spec() instanceof JobSpec.Evaluate e
                        ? new Report.EvaluationFinished(Samples.results(job.id(), e))
                        : new Report.TrainingFinished(30);
            default -> new Report.Claimed();
        };
    }

    private boolean isWithinLimits(Job job) {
        return job.spec() instanceof JobSpec.Sweep || running(job) <= limit(job);
    }

    private boolean waitsForAPlace(Job job) {
        boolean held =
                job.hold().filter(h -> h.reason() == Hold.Reason.OWNER_LIMIT).isPresent();
        if (!held || job.state() != JobState.QUEUED) return true;
        return running(job) + count(job, j -> isOffered(j) && queue(j).equals(queue(job))) >= limit(job);
    }

    private long running(Job like) {
        return count(like, j -> j.state() == JobState.RUNNING);
    }

    private static boolean isOffered(Job job) {
        return job.state() == JobState.QUEUED && job.offers() > 0;
    }

    private long count(Job like, Predicate<Job> which) {
        return scene.table.jobs.values().stream()
                .filter(j -> j.owner().equals(like.owner())
                        && j.spec().getClass() == like.spec().getClass())
                .filter(which)
                .count();
    }

    private static int limit(Job job) {
        return LIMITS.of(job.owner()).orElseThrow();
    }

    private static String queue(Job job) {
        return job.spec() instanceof JobSpec.Train t ? t.queue() : ((JobSpec.Evaluate) job.spec()).queue();
    }
}

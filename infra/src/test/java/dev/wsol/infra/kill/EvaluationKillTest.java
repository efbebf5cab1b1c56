package dev.wsol.infra.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobEvent;
import dev.wsol.infra.creatures.Creatures;
import dev.wsol.infra.creatures.Sizes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluator killed in the middle of some hundred images. */
class EvaluationKillTest {
    private static final int IMAGES = 240;

    @TempDir
    private static Path dir;

    @Test
    void an_evaluation_killed_halfway_goes_on_from_the_counts_it_had_stored_and_gives_the_same_answer() {
        try (var house = House.open(dir)) {
            var many = Creatures.draw(dir.resolve("many"), 5, new Sizes(6, 6, IMAGES), (done, total) -> {})
                    .root();
            house.startWorker("train");
            var victim = house.startEvaluator("victim");
            house.submit("net", 1, 6);
            house.ended("net");
            var checkpoint = house.event(JobEvent.CheckpointPublished.class, "net", e -> true)
                    .checkpoint();
            house.evaluate("undisturbed", checkpoint, many);
            house.event(JobEvent.class, "undisturbed", JobEvent::terminal);

            var hold = house.gate().hold("/evaluations/disturbed/partial/[^/]+/test/(?!0{9})[0-9]{9}-[0-9]{9}\\.part");
            house.evaluate("disturbed", checkpoint, many);
            house.until("the second part of the counts to be on its way", hold::reached);
            victim.kill();
            hold.end();
            var heir = house.startEvaluator("heir");

            house.event(JobEvent.class, "disturbed", JobEvent::terminal);
            int earlier = Integer.parseInt(
                    heir.hasSaid("([0-9]+) of " + IMAGES + " test images were counted by an earlier attempt")
                            .group(1));
            assertThat(earlier).as("images that were not looked at again").isBetween(1, IMAGES - 1);
            assertThat(figures(house, "disturbed")).isEqualTo(figures(house, "undisturbed"));
            assertThat(result(house, "disturbed").images()).isEqualTo(IMAGES);
        }
    }

    private static String figures(House house, String job) {
        var r = result(house, job);
        return r.images() + " " + r.rejected() + " " + r.metrics() + r.thresholds() + r.baselines() + r.counts();
    }

    private static EvaluationResult result(House house, String job) {
        return house.until("the result of " + job, () -> house.ledger().results().stream()
                .map(Ledger.Result::result)
                .filter(r -> r.job().value().equals(job))
                .findFirst()
                .orElse(null));
    }
}

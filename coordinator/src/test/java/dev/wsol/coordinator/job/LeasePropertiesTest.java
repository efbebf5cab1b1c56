package dev.wsol.coordinator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Command;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.Report;
import dev.wsol.coordinator.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Any interleaving of claims, reports, repeats, silence, cancels and take-overs: the book does what the model of a lease says. */
class LeasePropertiesTest {
    private static final JobId JOB = new JobId("j");
    private static final Rules RULES =
            new Rules(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), 3, 4);

    @Property(tries = 500)
    void the_book_agrees_with_the_model_at_every_step_and_every_job_can_come_to_its_one_end(
            @ForAll("histories") ActionChain<World> history) {
        var world = history.run();

        world.comeToAnEnd();
        assertThat(world.told.stream().filter(JobEvent::terminal)).hasSize(1);
    }

    @Provide
    Arbitrary<ActionChain<World>> histories() {
        return ActionChain.startWith(World::new)
                .withAction(
                        6,
                        acts(Combinators.combine(workers(), offsets())
                                .as((w, off) -> step("claim by " + w + off, x -> x.claim(x.model.epoch() + off, w)))))
                .withAction(
                        10,
                        acts(Combinators.combine(workers(), offsets(), words())
                                .as((w, off, word) ->
                                        step(word + " by " + w + off, x -> x.say(x.model.epoch() + off, w, word)))))
                .withAction(
                        8,
                        acts(words().map(word ->
                                step(word + " by the holder", x -> x.say(x.model.epoch(), x.model.holder(), word)))))
                .withAction(
                        5, acts(Arbitraries.integers().between(0, 40).map(n -> step("repeat " + n, x -> x.repeat(n)))))
                .withAction(
                        6,
                        acts(Arbitraries.integers()
                                .between(0, 35)
                                .map(s -> step("pass " + s + " s", x -> x.pass(Duration.ofSeconds(s))))))
                .withAction(1, acts(Arbitraries.just(step("take-over", World::takeOver))))
                .withAction(
                        1, acts(Arbitraries.integers().between(0, 9).map(n -> step("cancel", x -> x.cancel(n == 0)))))
                .withMaxTransformations(60);
    }

    private static Arbitrary<String> workers() {
        return Arbitraries.of("w1", "w2", "w3");
    }

    /** Of the epoch that is spoken under from the current one: mostly none. */
    private static Arbitrary<Integer> offsets() {
        return Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(2, -1), Tuple.of(1, 1));
    }

    private static Arbitrary<Word> words() {
        return Arbitraries.of(Word.class);
    }

    /** What a worker may say. */
    enum Word {
        ALIVE,
        FIRST_CHECKPOINT,
        SECOND_CHECKPOINT,
        FINISHED,
        FAILED_FOR_NOW,
        FAILED_FOR_GOOD,
        RELEASED;

        Report.Body body(int epoch) {
            return switch (this) {
                case ALIVE -> new Report.Alive();
                case FIRST_CHECKPOINT -> new Report.CheckpointSaved(Samples.checkpoint(epoch, 1));
                case SECOND_CHECKPOINT -> new Report.CheckpointSaved(Samples.checkpoint(epoch, 2));
                case FINISHED -> new Report.TrainingFinished();
                case FAILED_FOR_NOW -> new Report.AttemptFailed(LeaseModel.failure(true));
                case FAILED_FOR_GOOD -> new Report.AttemptFailed(LeaseModel.failure(false));
                case RELEASED -> new Report.Released("dice");
            };
        }
    }

    private static Transformer<World> step(String name, Consumer<World> what) {
        return Transformer.mutate(name, what);
    }

    private static Action.Independent<World> acts(Arbitrary<Transformer<World>> steps) {
        return () -> steps;
    }

    /** The book and the model, side by side. */
    static final class World {
        private final MemoryTable table = new MemoryTable();
        private final List<JobEvent> told = new ArrayList<>();
        private final List<Report> said = new ArrayList<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private JobBook book = new JobBook(table, RULES);
        private final LeaseModel model = new LeaseModel(RULES, now);

        World() {
            told.addAll(book.on(new Command.Submit("c", JOB, now, Samples.train(When.NEVER)), now));
        }

        void claim(int epoch, String worker) {
            hear(new Report(JOB, Math.max(1, epoch), worker, now, new Report.Claimed()));
        }

        void say(int epoch, String worker, Word word) {
            int spoken = Math.max(1, epoch);
            hear(new Report(JOB, spoken, worker.isEmpty() ? "w1" : worker, now, word.body(spoken)));
        }

        void repeat(int which) {
            if (!said.isEmpty()) hear(said.get(which % said.size()));
        }

        void pass(Duration time) {
            now = now.plus(time);
            compare(book.tick(now), model.passed(now));
        }

        void cancel(boolean really) {
            if (really) compare(book.on(new Command.Cancel("x", JOB, now, "dice"), now), model.cancelled());
        }

        void takeOver() {
            book = new JobBook(table, RULES);
            book.takeOver(List.copyOf(table.jobs.values()), now);
            model.takenOver(now);
        }

        /** Somebody claims the job, trains it and says so; whatever has happened, it must be possible. */
        void comeToAnEnd() {
            for (int round = 0; round < 20 && !model.ended(); round++) {
                pass(Duration.ofDays(2));
                claim(model.epoch(), "w1");
                say(model.epoch(), "w1", Word.SECOND_CHECKPOINT);
                say(model.epoch(), "w1", Word.FINISHED);
            }
            assertThat(model.ended()).as("the job has ended").isTrue();
        }

        private void hear(Report report) {
            said.add(report);
            compare(
                    book.on(report, now),
                    report.body() instanceof Report.Claimed
                            ? model.claimed(report.leaseEpoch(), report.worker(), now)
                            : model.reported(report.leaseEpoch(), report.worker(), report.body(), now));
        }

        private void compare(List<JobEvent> events, List<Class<? extends JobEvent>> foretold) {
            told.addAll(events);
            assertThat(events).extracting(e -> (Object) e.getClass()).isEqualTo(List.copyOf(foretold));
            var job = table.jobs.get(JOB);
            assertThat(job.leaseEpoch()).isEqualTo(model.epoch());
            assertThat(job.worker()).as("the only holder").isEqualTo(model.holder());
            assertThat(job.state().ended()).isEqualTo(model.ended());
        }
    }
}

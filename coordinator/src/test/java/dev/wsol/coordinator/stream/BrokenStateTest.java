package dev.wsol.coordinator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.contract.BenchmarkRule;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Command;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.QueuedReason;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.sweep.Budget;
import dev.wsol.contract.sweep.Dimension;
import dev.wsol.contract.sweep.Objective;
import dev.wsol.contract.sweep.Repeats;
import dev.wsol.contract.sweep.Sampler;
import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchSpec;
import dev.wsol.contract.sweep.Space;
import dev.wsol.contract.wire.CommandCodec;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.Samples;
import dev.wsol.coordinator.job.OwnerLimits;
import dev.wsol.coordinator.job.Rules;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * State that this build cannot use, as a newer build or a fault may have left it. It comes again with every start, so it
 * must not stop the coordinator.
 */
class BrokenStateTest {
    private static final JobId GOOD = new JobId("good");
    private static final JobId SWEEP = new JobId("s");
    private static final byte[] RUBBISH = "not protobuf at all".getBytes(UTF_8);
    /** An event, but no step of a search. */
    private static final byte[] NO_STEP = EventCodec.encode(new JobEvent.Finished(SWEEP, Instant.EPOCH, 1));

    private final MockProcessorContext<String, Outgoing> context = new MockProcessorContext<>();
    private final KeyValueStore<String, byte[]> jobs = store(BookProcessor.STORE);
    private final KeyValueStore<String, byte[]> notes = store(BookProcessor.NOTES);
    private Rules rules = Rules.DEFAULT;
    private BookProcessor processor;
    private long offset;

    private static KeyValueStore<String, byte[]> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
    }

    @BeforeEach
    void start() {
        context.setCurrentSystemTimeMs(0);
        for (var store : List.of(jobs, notes)) {
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }
        restart();
        say(new Command.Submit("1", GOOD, Instant.EPOCH, Samples.train(When.NEVER)));
    }

    @Test
    void a_search_that_cannot_be_read_leaves_the_time_of_other_jobs_alone() {
        say(new Command.Submit("2", SWEEP, Instant.EPOCH, sweep()));
        assertThat(jobs.get("s-t001")).isNotNull();
        jobs.put("s#99999999", NO_STEP);
        restart();

        pass(Rules.DEFAULT.claimPatience());

        assertThat(offered()).contains(GOOD);
    }

    @Test
    void a_job_that_cannot_be_looked_at_is_looked_at_again_later() {
        say(new Command.Submit("2", SWEEP, Instant.EPOCH, sweep()));
        jobs.put("s#99999999", NO_STEP);
        restart();
        pass(Rules.DEFAULT.claimPatience());
        jobs.delete("s#99999999"); // as the right build would read it

        pass(Rules.DEFAULT.claimPatience());

        assertThat(offered()).contains(new JobId("s-t001"));
    }

    @Test
    void a_job_that_cannot_be_read_leaves_the_others_alone_and_commands_about_it_go_to_the_dead_letters() {
        jobs.put("bad", RUBBISH);
        restart();

        pass(Rules.DEFAULT.claimPatience());
        say(new Command.Cancel("3", new JobId("bad"), Instant.EPOCH, ""));

        assertThat(offered()).containsExactly(GOOD);
        assertThat(buried()).isEqualTo(1);
    }

    @Test
    void a_command_that_meets_any_fault_goes_to_the_dead_letters() {
        say(new Command.Submit("2", SWEEP, Instant.EPOCH, sweep()));
        jobs.put("s#99999999", NO_STEP);
        restart();

        say(new Command.Cancel("3", new JobId("s-t001"), Instant.EPOCH, ""));
        say(new Command.Cancel("4", GOOD, Instant.EPOCH, ""));

        assertThat(buried()).isEqualTo(1);
        assertThat(events()).last().isInstanceOf(JobEvent.Cancelled.class);
    }

    @Test
    void a_search_that_cannot_be_read_and_waits_for_its_owners_limit_holds_up_no_command_of_others() {
        rules = Rules.DEFAULT.with(OwnerLimits.parse("*=1"));
        restart();
        say(new Command.Submit("2", SWEEP, Instant.EPOCH, sweep()));
        assertThat(events()).last().isInstanceOf(JobEvent.Held.class);
        jobs.put("s#99999999", NO_STEP);
        restart();

        say(new Command.Cancel("3", GOOD, Instant.EPOCH, "")); // the place goes to the trial that cannot have it
        say(new Command.Submit("4", new JobId("other"), Instant.EPOCH, Samples.train(When.NEVER), "bob"));
        pass(Duration.ofSeconds(1));

        assertThat(buried()).isZero();
        assertThat(events())
                .extracting(e -> e.getClass().getSimpleName())
                .containsExactly("Cancelled", "Submitted", "Queued");
    }

    @Test
    void benchmark_rules_and_backfills_that_cannot_be_read_leave_time_and_other_rules_alone() {
        notes.put("backfill/bad", RUBBISH);
        notes.put("rule/bad", RUBBISH);
        restart();

        pass(Rules.DEFAULT.claimPatience());

        assertThat(offered()).containsExactly(GOOD);
    }

    @Test
    void a_rule_evaluates_the_other_checkpoints_when_one_cannot_be_looked_at() {
        for (int n = 1; n <= 3; n++) say(register("", n));
        jobs.put("late-000000000002", RUBBISH);
        restart();

        say(create());

        assertThat(buried()).isZero();
        assertThat(submitted()).containsExactly("late-000000000001", "late-000000000003");
        assertThat(events()).hasAtLeastOneElementOfType(JobEvent.BenchmarkCreated.class);
    }

    @Test
    void a_checkpoint_of_a_train_job_that_cannot_be_read_is_evaluated_all_the_same() {
        say(register("bad", 1));
        jobs.put("bad", RUBBISH);
        restart();

        say(create());

        assertThat(submitted()).containsExactly("late-000000000001");
    }

    @Test
    void what_kafka_throws_is_nobodys_fault_and_ends_the_step() {
        var fenced = new StreamsException("another has the task");
        context.addStateStore(failing(jobs, fenced));
        restart();

        assertThatThrownBy(() -> pass(Rules.DEFAULT.claimPatience())).isSameAs(fenced);
        assertThatThrownBy(() -> say(new Command.Cancel("2", GOOD, Instant.EPOCH, "")))
                .isSameAs(fenced);
        assertThat(buried()).isZero();
    }

    /** The same store, but for writing. */
    @SuppressWarnings("unchecked")
    private static KeyValueStore<String, byte[]> failing(KeyValueStore<String, byte[]> store, RuntimeException e) {
        return (KeyValueStore<String, byte[]>) Proxy.newProxyInstance(
                KeyValueStore.class.getClassLoader(), new Class<?>[] {KeyValueStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("put")) throw e;
                    return method.invoke(store, args);
                });
    }

    /** As after a crash of the process: what it knew by heart is forgotten. */
    private void restart() {
        processor = new BookProcessor(rules, (kind, name) -> {}, new Counts());
        context.resetForwards();
        processor.init(context);
    }

    private void say(Command command) {
        context.setRecordMetadata(Topics.COMMANDS, 0, offset++);
        processor.process(new Record<>(command.job().value(), CommandCodec.encode(command), 0));
    }

    private void pass(Duration time) {
        context.setCurrentSystemTimeMs(context.currentSystemTimeMs() + time.toMillis());
        var timers = context.scheduledPunctuators();
        timers.get(timers.size() - 1).getPunctuator().punctuate(context.currentSystemTimeMs());
    }

    private List<JobEvent> events() {
        return context.forwarded().stream()
                .map(f -> f.record().value())
                .filter(out -> out.topic().equals(Topics.EVENTS))
                .flatMap(out -> EventCodec.decode(out.value()).stream())
                .toList();
    }

    /** Jobs that were offered again because nobody has taken them. */
    private List<JobId> offered() {
        return events().stream()
                .filter(e -> e instanceof JobEvent.Queued q && q.reason() == QueuedReason.NOT_CLAIMED)
                .map(JobEvent::job)
                .toList();
    }

    private List<String> submitted() {
        return events().stream()
                .filter(e -> e instanceof JobEvent.Submitted)
                .map(e -> e.job().value())
                .toList();
    }

    private static Command register(String trainJob, int n) {
        var checkpoint = new RegisteredCheckpoint(
                new CheckpointRef("s3://lab/" + n, String.format("%012x", n) + "f".repeat(52), 0),
                ModelSpec.named("scm"),
                new Origin(trainJob, "", 0, n, "", "ci"));
        return new Command.RegisterCheckpoint("r" + n, checkpoint.subject(), Instant.EPOCH, checkpoint);
    }

    /** A rule that is to look at all checkpoints, also those that were there before. */
    private static Command create() {
        var rule = new BenchmarkRule("late", List.of(), DataRef.at("/data/CUB"), List.of("deployed"), "bench", 0, 0);
        return new Command.CreateBenchmark("c", BenchmarkRule.subject("late"), Instant.EPOCH, rule, true);
    }

    private long buried() {
        return context.forwarded().stream()
                .filter(f -> f.record().value().topic().equals(Topics.DEAD_LETTERS))
                .count();
    }

    private static JobSpec.Sweep sweep() {
        var space = new Space(List.of(new Dimension.Real("learningRate", 1e-5, 1e-1, true, Optional.empty())));
        var budget = new Budget(2, 1, 0, Duration.ZERO, 0, OptionalDouble.empty());
        return new JobSpec.Sweep(
                Samples.train(When.LAST_CHECKPOINT),
                new SearchSpec(
                        space,
                        Sampler.RANDOM,
                        new Scheduler.Full(0),
                        new Objective("deployed", "maxBoxAcc50", true),
                        budget,
                        7,
                        Repeats.NONE));
    }
}

package dev.wsol.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wsol.contract.BenchmarkSamples;
import dev.wsol.contract.Command;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Presence;
import dev.wsol.contract.Progress;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.Report;
import dev.wsol.contract.Samples;
import dev.wsol.contract.SearchSamples;
import dev.wsol.contract.wire.v1.EventProto;
import dev.wsol.contract.wire.v1.JobProto;
import dev.wsol.contract.wire.v1.QueueProto;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
    private static final int MUTATIONS = 3000;

    /** A message, its bytes, and how they are read. */
    static Stream<Arguments> messages() {
        return Stream.of(
                        SearchSamples.EVENTS.stream().map(e -> row(e, EventCodec.encode(e), EventCodec::decode)),
                        BenchmarkSamples.EVENTS.stream().map(e -> row(e, EventCodec.encode(e), EventCodec::decode)),
                        Samples.EVENTS.stream().map(e -> row(e, EventCodec.encode(e), EventCodec::decode)),
                        Samples.COMMANDS.stream().map(c -> row(c, CommandCodec.encode(c), CommandCodec::decode)),
                        Samples.SPECS.stream().map(s -> row(s, SpecCodec.encode(s), SpecCodec::decode)),
                        Samples.REPORTS.stream()
                                .map(b -> new Report(Samples.JOB, 3, "gpu-1", Samples.AT, b))
                                .map(r -> row(r, ReportCodec.encode(r), ReportCodec::decode)),
                        Samples.PROGRESS.stream()
                                .map(b -> new Progress(Samples.JOB, 3, "gpu-1", Samples.AT, b))
                                .map(p -> row(p, ProgressCodec.encode(p), ProgressCodec::decode)),
                        Stream.of(new Presence(
                                        "gpu-1", Samples.AT, "train", List.of("high", "low"), "cuda:1", true, true))
                                .map(p -> row(p, ProgressCodec.encode(p), ProgressCodec::presence)),
                        Stream.of(
                                        new QueuedJob(Samples.JOB, 1, Samples.STEPS, Optional.empty()),
                                        new QueuedJob(Samples.JOB, 4, Samples.COSINE, Optional.of(Samples.CHECKPOINT)))
                                .map(q -> row(q, QueueCodec.encode(q), QueueCodec::decode)),
                        Samples.JOBS.stream()
                                .map(j -> row(j, SnapshotCodec.encode(j), b -> Optional.of(SnapshotCodec.decode(b)))),
                        Stream.of(Samples.RESULT)
                                .map(r -> row(r, ResultCodec.encode(r), b -> Optional.of(ResultCodec.decode(b)))))
                .flatMap(rows -> rows);
    }

    private static Arguments row(Object message, byte[] bytes, Function<byte[], Optional<?>> decode) {
        return arguments(message, bytes, decode);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_is_written_is_read_back_equal(Object message, byte[] bytes, Function<byte[], Optional<?>> decode) {
        assertThat(decode.apply(bytes).orElseThrow()).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void damaged_bytes_are_read_or_refused_with_bad_message_and_nothing_else(
            Object message, byte[] bytes, Function<byte[], Optional<?>> decode) {
        var random = new SplittableRandom(Arrays.hashCode(bytes));
        for (int i = 0; i < MUTATIONS; i++) {
            var damaged =
                    Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
            for (int k = random.nextInt(4); k >= 0 && damaged.length > 0; k--)
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                assertThat(decode.apply(damaged)).isNotNull();
            } catch (BadMessage e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void a_presence_is_no_progress_of_a_job_and_the_other_way_round() {
        var there = new Presence("gpu-1", Samples.AT, "train", List.of("default"), "", false, false);
        var step = new Progress(Samples.JOB, 3, "gpu-1", Samples.AT, Samples.PROGRESS.get(0));

        assertThat(ProgressCodec.decode(ProgressCodec.encode(there))).isEmpty();
        assertThat(ProgressCodec.presence(ProgressCodec.encode(step))).isEmpty();
    }

    @Test
    void there_is_a_sample_of_every_kind_of_message() {
        assertThat(kinds(Stream.of(Samples.EVENTS, SearchSamples.EVENTS, BenchmarkSamples.EVENTS)
                        .flatMap(List::stream)
                        .toList()))
                .isEqualTo(permitted(JobEvent.class));
        assertThat(kinds(Samples.REPORTS)).isEqualTo(permitted(Report.Body.class));
        assertThat(kinds(Samples.PROGRESS)).isEqualTo(permitted(Progress.Body.class));
        assertThat(kinds(Samples.COMMANDS)).isEqualTo(permitted(Command.class));
        assertThat(kinds(Samples.SPECS)).isEqualTo(permitted(JobSpec.class));
    }

    private static Object kinds(Collection<?> samples) {
        return samples.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    private static Object permitted(Class<?> sealed) {
        return kindsOf(sealed).collect(Collectors.toSet());
    }

    private static Stream<Class<?>> kindsOf(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(CodecTest::kindsOf)
                : Stream.of(type);
    }

    @Test
    void every_code_and_reason_survives_the_way() {
        for (var code : Failure.Code.values()) {
            var event = new JobEvent.Failed(Samples.JOB, Samples.AT, 1, new Failure(code, "m"));
            assertThat(EventCodec.decode(EventCodec.encode(event))).contains(event);
        }
        for (var reason : JobEvent.QueuedReason.values()) {
            var event = new JobEvent.Queued(Samples.JOB, Samples.AT, 1, reason, Optional.empty());
            assertThat(EventCodec.decode(EventCodec.encode(event))).contains(event);
        }
        for (var code : JobEvent.RefusedCode.values()) {
            var event = new JobEvent.Refused(Samples.JOB, Samples.AT, "c", code, "r");
            assertThat(EventCodec.decode(EventCodec.encode(event))).contains(event);
        }
    }

    @Test
    void an_arm_of_a_newer_build_reads_as_empty() {
        var known = EventProto.JobEvent.newBuilder()
                .setJobId("a")
                .setAtMs(1)
                .build()
                .toByteArray();
        byte[] arm100 = {(byte) 0xa2, 0x06, 0}; // field 100, length-delimited, empty
        var newer = Arrays.copyOf(known, known.length + arm100.length);
        System.arraycopy(arm100, 0, newer, known.length, arm100.length);

        assertThat(EventCodec.decode(newer)).isEmpty();
        assertThat(ReportCodec.decode(newer)).isEmpty();
        assertThat(SpecCodec.decode(arm100)).isEmpty();
    }

    @Test
    void a_failure_code_of_a_newer_build_keeps_its_message() {
        var newer = JobProto.Failure.newBuilder()
                .setCodeValue(999)
                .setMessage("new trouble")
                .build();

        assertThat(SpecCodec.fromProto(newer)).isEqualTo(new Failure(Failure.Code.INTERNAL, "new trouble"));
    }

    @Test
    void a_message_that_says_something_impossible_is_refused_with_the_field() {
        var job = QueueProto.QueuedJob.newBuilder()
                .setJobId("a")
                .setLeaseEpoch(-1)
                .setSpec(SpecCodec.toProto(Samples.STEPS))
                .build();

        assertThatThrownBy(() -> QueueCodec.decode(job.toByteArray()))
                .isInstanceOf(BadMessage.class)
                .hasMessageContaining("leaseEpoch");
    }

    @Test
    void a_record_without_a_value_is_refused() {
        List<Function<byte[], ?>> readers =
                List.of(EventCodec::decode, ReportCodec::decode, QueueCodec::decode, ResultCodec::decode);
        for (var reader : readers)
            assertThatThrownBy(() -> reader.apply(null))
                    .isInstanceOf(BadMessage.class)
                    .hasMessageContaining("value");
    }

    @Test
    void equal_specs_have_equal_hashes_and_other_specs_have_others() {
        var again = new JobSpec.Train(
                Samples.STEPS.model(),
                Samples.STEPS.data(),
                Samples.STEPS.recipe(),
                Samples.STEPS.evaluation(),
                Samples.STEPS.queue(),
                Samples.STEPS.checkpointMinutes());

        assertThat(SpecCodec.shortHash(again))
                .isEqualTo(SpecCodec.shortHash(Samples.STEPS))
                .hasSize(12);
        assertThat(Samples.SPECS.stream().map(SpecCodec::shortHash).distinct()).hasSize(Samples.SPECS.size());
    }
}

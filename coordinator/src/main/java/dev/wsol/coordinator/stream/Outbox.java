package dev.wsol.coordinator.stream;

import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.QueuedJob;
import dev.wsol.contract.wire.CloudEvents;
import dev.wsol.contract.wire.EventCodec;
import dev.wsol.contract.wire.QueueCodec;
import dev.wsol.contract.wire.ResultCodec;
import dev.wsol.contract.wire.Topics;
import dev.wsol.coordinator.job.JobTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Which records an event becomes. */
final class Outbox {
    private static final String SOURCE = "/coordinator";

    /** Bytes of a dead letter; its headers come on top, and Kafka takes a megabyte at once. */
    private static final int LARGEST_LETTER = 900_000;

    private final JobTable jobs;

    Outbox(JobTable jobs) {
        this.jobs = jobs;
    }

    List<Outgoing> records(JobEvent event) {
        var out = new ArrayList<Outgoing>();
        out.add(record(
                Topics.EVENTS,
                event.job().value(),
                EventCodec.encode(event),
                "JobEvent." + event.getClass().getSimpleName(),
                event.at()));
        if (event instanceof JobEvent.Queued q)
            offer(q.job(), q.leaseEpoch(), q).ifPresent(out::add);
        if (event instanceof JobEvent.Scored s)
            out.add(record(
                    Topics.RESULTS, s.result().key(), ResultCodec.encode(s.result()), "EvaluationResult", s.at()));
        if (event instanceof JobEvent.Failed f && worthALook(f)) deadJob(f).ifPresent(out::add);
        return out;
    }

    private Optional<Outgoing> offer(JobId id, int epoch, JobEvent.Queued q) {
        return jobs.get(id).flatMap(job -> Queues.of(job.spec())
                .map(queue -> record(
                        queue.topic(),
                        id.value(),
                        QueueCodec.encode(new QueuedJob(id, epoch, job.spec(), q.resumeFrom())),
                        "QueuedJob",
                        q.at())));
    }

    /** Errors that were expected to pass and did not. A bad spec or diverged training is told to its sender only. */
    private static boolean worthALook(JobEvent.Failed f) {
        return f.failure().code().mayPass() || f.failure().code() == Failure.Code.TOO_MANY_ATTEMPTS;
    }

    private Optional<Outgoing> deadJob(JobEvent.Failed f) {
        return jobs.get(f.job()).flatMap(job -> Queues.of(job.spec())
                .map(queue -> deadLetter(
                        queue.topic(),
                        f.job().value(),
                        QueueCodec.encode(
                                new QueuedJob(f.job(), Math.max(1, f.leaseEpoch()), job.spec(), job.checkpoint())),
                        new RecordHeaders(),
                        f.failure().code() + ": " + f.failure().message(),
                        f.at())));
    }

    /** The message as it came, as far as it fits, headers included, with the reason why nobody could use it. */
    static Outgoing deadLetter(String from, String key, byte[] value, Headers original, String reason, Instant at) {
        var headers = new RecordHeaders();
        original.forEach(headers::add);
        if (headers.lastHeader("ce_id") == null)
            CloudEvents.of("wsol.v1.DeadLetter", SOURCE, at, key == null ? "" : key)
                    .addTo(headers);
        boolean fits = value == null || value.length <= LARGEST_LETTER;
        var why = fits ? reason : reason + "; only the first " + LARGEST_LETTER + " bytes are kept";
        headers.add(Topics.SOURCE_TOPIC_HEADER, from.getBytes(StandardCharsets.UTF_8));
        headers.add(Topics.REASON_HEADER, why.getBytes(StandardCharsets.UTF_8));
        return new Outgoing(Topics.DEAD_LETTERS, key, fits ? value : Arrays.copyOf(value, LARGEST_LETTER), headers);
    }

    private static Outgoing record(String topic, String key, byte[] value, String type, Instant at) {
        var headers = new RecordHeaders();
        CloudEvents.of("wsol.v1." + type, SOURCE, at, key).addTo(headers);
        return new Outgoing(topic, key, value, headers);
    }
}

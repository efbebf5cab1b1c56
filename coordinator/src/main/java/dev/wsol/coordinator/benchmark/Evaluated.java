package dev.wsol.coordinator.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.DataRef;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What has been evaluated, or is about to be: (checkpoint digest, data set digest, protocol digest). The digest of a data
 * set is known only after its first evaluation, because nobody but an evaluator sees the files; until then the data set is
 * its {@link DataRef}.
 */
final class Evaluated {
    private static final String PLANNED = "planned/";
    private static final String DONE = "done/";
    private static final String DIGEST = "data/";
    /** No job id has it. */
    private static final String BETWEEN = "\n";

    private final Notes notes;
    private final Predicate<JobId> open;

    /** @param open whether the job has not ended */
    Evaluated(Notes notes, Predicate<JobId> open) {
        this.notes = notes;
        this.open = open;
    }

    /** Whether a job has evaluated this, or will. */
    boolean has(String sha256, DataRef data, Protocol protocol) {
        boolean done = digest(data)
                .flatMap(d -> notes.get(DONE + Keys.hash(sha256, d, protocol.digest())))
                .isPresent();
        return done
                || planned(sha256, data, protocol).stream()
                        .flatMap(key -> by(key).stream())
                        .anyMatch(job -> open.test(new JobId(job)));
    }

    /** Digest of the data set behind this reference, if it was evaluated before. */
    Optional<String> digest(DataRef data) {
        return notes.get(DIGEST + Keys.hash(data.toString())).map(b -> new String(b, UTF_8));
    }

    /** Whether these are known to be the same data set. */
    boolean same(DataRef one, DataRef other) {
        return one.equals(other) || digest(one).isPresent() && digest(one).equals(digest(other));
    }

    /** The job will evaluate this; others may, too: people are never refused, and what has failed is opened again. */
    void plan(JobId job, JobSpec.Evaluate spec) {
        for (var key : planned(spec)) {
            var all = by(key);
            if (all.contains(job.value())) continue;
            all.add(job.value());
            notes.put(key, String.join(BETWEEN, all).getBytes(UTF_8));
        }
    }

    /**
     * The job has ended: with a result it is remembered by digests, without one the way is free for another, unless
     * there is one that will evaluate this all the same.
     */
    void unplan(JobId job, JobSpec.Evaluate spec) {
        for (var key : planned(spec)) {
            var all = by(key);
            if (!all.remove(job.value())) continue;
            if (all.isEmpty()) notes.drop(key);
            else notes.put(key, String.join(BETWEEN, all).getBytes(UTF_8));
        }
    }

    /** Jobs that will evaluate this, in the order in which they said so. */
    private List<String> by(String key) {
        return notes.get(key)
                .map(b -> new ArrayList<>(List.of(new String(b, UTF_8).split(BETWEEN))))
                .orElseGet(ArrayList::new);
    }

    void done(String sha256, DataRef data, String datasetDigest, String protocolDigest) {
        if (!digest(data).equals(Optional.of(datasetDigest)))
            notes.put(DIGEST + Keys.hash(data.toString()), datasetDigest.getBytes(UTF_8));
        notes.put(DONE + Keys.hash(sha256, datasetDigest, protocolDigest), new byte[] {1});
    }

    private List<String> planned(JobSpec.Evaluate spec) {
        return Protocol.all(spec.protocols()).stream()
                .flatMap(p -> planned(spec.checkpoint().sha256(), spec.data(), p).stream())
                .toList();
    }

    /**
     * By its reference, and by its digest where that is known. That may be another one when the job ends, and then the job
     * stays planned under it: so only open ones count.
     */
    private List<String> planned(String sha256, DataRef data, Protocol protocol) {
        return Stream.concat(Stream.of(data.toString()), digest(data).stream())
                .map(d -> PLANNED + Keys.hash(sha256, d, protocol.digest()))
                .toList();
    }
}

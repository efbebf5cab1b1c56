package dev.wsol.coordinator.stream;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.work.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The queue topics, which must be there before anything is written to them: a transaction would wait for them. */
public interface Queues {
    /**
     * Makes the topic of this queue unless it is there. Cheap when repeated.
     *
     * @throws RuntimeException if it cannot be made
     */
    void ensure(Kind kind, String queue);

    /** One queue. */
    record Queue(Kind kind, String name) {
        String topic() {
            return kind.topic(name);
        }
    }

    /** All queues that something may be written to because of this command. */
    static List<Queue> neededBy(Command command) {
        if (command instanceof Command.Submit c) return all(c.spec());
        if (command instanceof Command.Alter c)
            return c.change().queue().stream()
                    .flatMap(q -> Stream.of(Kind.values()).map(kind -> new Queue(kind, q)))
                    .toList();
        if (command instanceof Command.CreateBenchmark c)
            return List.of(new Queue(Kind.EVALUATE, c.rule().queue()));
        return List.of();
    }

    /** The queue on which a job of this spec waits; none for a sweep. */
    static Optional<Queue> of(JobSpec spec) {
        if (spec instanceof JobSpec.Train t) return Optional.of(new Queue(Kind.TRAIN, t.queue()));
        if (spec instanceof JobSpec.Evaluate e) return Optional.of(new Queue(Kind.EVALUATE, e.queue()));
        return Optional.empty();
    }

    /** All queues that a job of this spec, and the jobs it brings forth, will wait on. */
    static List<Queue> all(JobSpec spec) {
        if (spec instanceof JobSpec.Sweep s) return all(s.base());
        if (spec instanceof JobSpec.Train t)
            return List.of(
                    new Queue(Kind.TRAIN, t.queue()),
                    new Queue(Kind.EVALUATE, t.evaluation().queue()));
        return of(spec).stream().toList();
    }
}

package dev.wsol.coordinator.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.RegisteredCheckpoint;
import dev.wsol.contract.wire.BadMessage;
import dev.wsol.contract.wire.BenchmarkCodec;
import java.util.Locale;
import java.util.Optional;

/** Every checkpoint that has appeared, numbered from 0 in the order in which they did. */
final class Catalogue {
    private static final String SIZE = "checkpoints";
    private static final String NUMBERED = "checkpoint/";
    private static final String KNOWN = "known/";
    private final Notes notes;

    Catalogue(Notes notes) {
        this.notes = notes;
    }

    /** A train job's. Each is published once, so that nobody needs to look whether it is there; of many jobs these are most. */
    void published(RegisteredCheckpoint c) {
        append(c);
    }

    /** A person's, who may say it often. The same digest counts again when another origin is told of it: rules look at that, too. */
    void registered(RegisteredCheckpoint c) {
        var known = KNOWN
                + Keys.hash(
                        c.checkpoint().sha256(),
                        c.model().toString(),
                        c.origin().toString());
        if (notes.get(known).isPresent()) return;
        notes.put(known, new byte[] {1});
        append(c);
    }

    private void append(RegisteredCheckpoint c) {
        int number = size();
        notes.put(key(number), BenchmarkCodec.encode(c));
        notes.put(SIZE, String.valueOf(number + 1).getBytes(UTF_8));
    }

    int size() {
        return notes.get(SIZE).map(b -> Integer.valueOf(new String(b, UTF_8))).orElse(0);
    }

    /** Empty if this build cannot read it. */
    Optional<RegisteredCheckpoint> get(int number) {
        try {
            return notes.get(key(number)).map(BenchmarkCodec::checkpoint);
        } catch (BadMessage written) { // by a newer build, before somebody went back
            return Optional.empty();
        }
    }

    private static String key(int number) {
        return NUMBERED + String.format(Locale.ROOT, "%09d", number);
    }
}

package dev.wsol.coordinator.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredValuesTest {
    @TempDir
    private Path dir;

    enum Colour {
        RED,
        GREEN
    }

    sealed interface Thing {}

    record Leaf(String name, int count, double size, boolean ripe, Colour colour) implements Thing {}

    record Branch(List<Thing> things, Optional<Thing> best, Map<String, Long> words, Instant at, Duration age)
            implements Thing {}

    @Test
    void values_come_back_equal_and_in_order_also_when_more_are_written_than_are_remembered() throws IOException {
        var dice = new Random(7);
        var written = new ArrayList<Object>();
        for (int n = 0; n < 100_000; n++) written.add(thing(dice, 2));

        values("one").write(written);

        assertThat(values("one").read()).contains(written);
    }

    private static Thing thing(Random dice, int depth) {
        if (depth == 0 || dice.nextBoolean())
            return new Leaf(
                    "näme-" + dice.nextInt(dice.nextBoolean() ? 4 : 1_000_000),
                    dice.nextInt(),
                    dice.nextInt(8) == 0 ? Double.NaN : dice.nextDouble(),
                    dice.nextBoolean(),
                    Colour.values()[dice.nextInt(2)]);
        var best = dice.nextBoolean() ? Optional.of(thing(dice, depth - 1)) : Optional.<Thing>empty();
        return new Branch(
                List.of(thing(dice, depth - 1), thing(dice, 0)),
                best,
                Map.of("a" + dice.nextInt(3), dice.nextLong()),
                Instant.ofEpochMilli(dice.nextLong() >> 16),
                Duration.ofNanos(dice.nextInt()));
    }

    @Test
    void a_file_that_was_cut_short_or_changed_anywhere_is_not_used() throws IOException {
        values("one").write(List.of(thing(new Random(1), 2), "end"));
        var file = dir.resolve("values");
        var whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(values("one").read()).as("first %s bytes", length).isEmpty();
        }
        for (int at = 0; at < whole.length; at++) {
            var changed = whole.clone();
            changed[at] ^= 4;
            Files.write(file, changed);
            assertThat(values("one").read()).as("byte %s changed", at).isEmpty();
        }
        Files.write(file, whole);
        assertThat(values("one").read()).isPresent();
    }

    @Test
    void a_file_of_another_build_is_not_used() throws IOException {
        values("one").write(List.of("x"));

        assertThat(values("two").read()).isEmpty();
    }

    @Test
    void nothing_is_read_where_nothing_was_written() {
        assertThat(values("one").read()).isEmpty();
    }

    @Test
    void what_cannot_be_stored_is_refused_and_the_file_stays_as_it_was() throws IOException {
        values("one").write(List.of("x"));

        assertThatThrownBy(() -> values("one").write(List.of("y", new Object())))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(values("one").read()).contains(List.of("x"));
        assertThat(dir).as("the disk may be full: nothing half is left").isDirectoryNotContaining("glob:**.part");
    }

    private StoredValues values(String build) {
        return new StoredValues(dir.resolve("values"), build);
    }
}

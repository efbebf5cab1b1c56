package dev.wsol.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({"'','',0", "'',abc,3", "abc,'',3", "kitten,sitting,3", "slots,slot,1", "same,same,0", "ab,ba,2"})
    void the_distance_is_the_number_of_letters_to_change(String a, String b, int distance) {
        assertThat(Nearest.distance(a, b)).isEqualTo(distance);
    }

    @Test
    void the_nearest_entry_wins_and_the_first_of_equals() {
        assertThat(Nearest.of("epoch", List.of("batch", "epochs", "seed"))).isEqualTo("epochs");
        assertThat(Nearest.of("x", List.of("a", "b"))).isEqualTo("a");
    }
}

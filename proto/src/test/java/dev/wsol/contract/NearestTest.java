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
        assertThat(Nearest.near("epoch", List.of("batch", "epochs", "seed"))).contains("epochs");
        assertThat(Nearest.near("xa", List.of("ya", "za"))).contains("ya");
    }

    @ParameterizedTest
    @CsvSource({"trian,train", "learnrate,learningRate", "max,maximise", "NUM_EPOCH,SOLVER.NUM_EPOCHS", "al,all"})
    void half_of_the_letters_or_a_part_of_the_word_is_near(String word, String entry) {
        assertThat(Nearest.hint(word, List.of(entry))).isEqualTo("; did you mean " + entry + "?");
    }

    @ParameterizedTest
    @CsvSource({"foo,map", "nonsense,scm", "'',map"})
    void what_has_little_in_common_is_not_suggested(String word, String entry) {
        assertThat(Nearest.hint(word, List.of(entry))).isEmpty();
        assertThat(Nearest.known(word, List.of(entry, "step"))).isEqualTo("; known: " + entry + ", step");
    }
}

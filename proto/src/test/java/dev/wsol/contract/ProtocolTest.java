package dev.wsol.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    /** Numbers already published carry these digests: a change here makes old and new results incomparable. */
    @Test
    void the_presets_keep_their_digests() {
        assertThat(Protocol.PRESETS.stream().collect(Collectors.toMap(Protocol::name, Protocol::digest)))
                .containsEntry("deployed", "947bfc125c6273b0adbc2e3c9e4c1f3ac019cde36dffabb83b1d1d0d063c317f")
                .containsEntry("scm", "2f92231d3a685a4cfdb52a34be007abc941579543c94dd6c12c9c999a4c4e7f6")
                .containsEntry("maxboxacc", "a02b944455ccd293188459d190f1c9e490579f34886810fd0eed7c69847463e3");
    }

    @Test
    void the_canonical_text_names_every_choice_that_counts() {
        assertThat(Protocol.named("SCM").canonical()).isEqualTo("""
                        split=test
                        map=predicted
                        threshold=oracle
                        step=0.01
                        contours=largest
                        ious=30,50,70
                        resize=bilinear
                        boxRule=scm""");
    }

    @Test
    void the_name_is_no_part_of_the_digest_and_the_split_is() {
        var deployed = Protocol.named("deployed");
        assertThat(with(deployed, "other", deployed.split()).digest()).isEqualTo(deployed.digest());
        assertThat(with(deployed, "deployed", Protocol.Split.TRAIN).digest()).isNotEqualTo(deployed.digest());
    }

    @Test
    void an_unknown_protocol_is_answered_with_the_nearest() {
        assertThatThrownBy(() -> Protocol.named("maxboxac"))
                .isInstanceOf(BadSpec.class)
                .hasMessageContaining("did you mean maxboxacc?");
    }

    private static Protocol with(Protocol p, String name, Protocol.Split split) {
        return new Protocol(
                name,
                split,
                p.map(),
                p.threshold(),
                p.fixedThreshold(),
                p.step(),
                p.contours(),
                p.ious(),
                p.resize(),
                p.boxRule());
    }
}

package dev.wsol.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {
    static List<Protocol> presets() {
        return Protocol.PRESETS;
    }

    /** Numbers already published carry these digests: a change here makes old and new results incomparable. */
    @Test
    void the_presets_keep_their_digests() {
        assertThat(Protocol.PRESETS.stream().collect(Collectors.toMap(Protocol::name, Protocol::digest)))
                .isEqualTo(Map.of(
                        "deployed", "b9771b604b8e0d478a5feb7ba4b80efa500121bc124ad21d689be1d735181d6b",
                        "scm", "db9d7c29dfde3e7583c54a9587eb62d40fd00f795a5ca6db7d1842d639ea4792",
                        "ts-cam-cub", "140397f521f6d03a2d451fbb82df9c5a11cc3b2d93e3db29bd1966b0fa9be5e1",
                        "ts-cam-ilsvrc", "b23e05b27c7bbe13dd059f64442bae36ea255a0f734c0044d1f7d978d041aa9e",
                        "maxboxacc", "cd993aebddb252b0e228ae027a06e697f9ffd9a456764ce3e6f05a8de99d658f",
                        "maxboxacc-v2", "594110b388224055c3377fdd9006eba0f50d019d54b254eeb6277a006f8b0224",
                        "pxap", "bb2c68f929191136538fdfa0c40b7b63bb2c82759c4dfc94b497a4c5342c70ea"));
    }

    @Test
    void the_canonical_text_names_every_choice_that_counts() {
        assertThat(Protocol.named("SCM").canonical()).isEqualTo("""
                        metric=boxes
                        split=test
                        map=predicted
                        threshold=oracle
                        step=0.01
                        contours=largest
                        ends=clipped
                        ious=30,50,70
                        mean=false
                        topLoc=at-least
                        resize=bilinear
                        boxRule=scm
                        mapSize=224""");
        assertThat(Protocol.named("ts-cam-ilsvrc").canonical()).isEqualTo("""
                        metric=boxes
                        split=test
                        map=true
                        threshold=fixed
                        fixedThreshold=0.12
                        contours=largest
                        ends=open
                        ious=50
                        mean=false
                        topLoc=above
                        resize=bilinear
                        boxRule=scm
                        mapSize=224""");
    }

    @Test
    void a_pixels_protocol_says_nothing_of_boxes() {
        assertThat(Protocol.named("pxap").canonical()).isEqualTo("""
                        metric=pixels
                        split=test
                        map=true
                        step=0.001
                        resize=bicubic
                        mapSize=224""");
        refused(fields("base", "pxap", "contours", "all"), "contours has no meaning with metric 'pixels'");
    }

    @ParameterizedTest
    @CsvSource({
        "deployed,maxBoxAcc50",
        "scm,maxBoxAcc50",
        "ts-cam-cub,maxBoxAcc50",
        "maxboxacc,maxBoxAcc50",
        "maxboxacc-v2,maxBoxAccV2",
        "pxap,pxap"
    })
    void results_are_ranked_by_the_preset_s_own_headline(String preset, String headline) {
        assertThat(Protocol.named(preset).headline()).isEqualTo(headline);
    }

    @Test
    void a_mean_that_is_not_version_2_has_another_name_and_a_list_without_50_its_lowest_level() {
        assertThat(Protocol.custom(fields("mean", true)).headline()).isEqualTo("meanMaxBoxAcc");
        assertThat(Protocol.custom(fields("ious", List.of(70, 40))).headline()).isEqualTo("maxBoxAcc40");
    }

    @Test
    void the_name_is_no_part_of_the_digest_and_every_choice_is() {
        var deployed = Protocol.named("deployed");
        var twin = Protocol.custom(fields());
        assertThat(twin.name()).isEqualTo("mine");
        assertThat(twin.digest()).isEqualTo(deployed.digest());
        for (var other : Map.<String, Object>of(
                        "split", "train",
                        "map", "predicted",
                        "threshold", "oracle",
                        "step", .02,
                        "contours", "all",
                        "ends", "open",
                        "ious", List.of(50),
                        "mean", "yes",
                        "topLoc", "above",
                        "mapSize", 448)
                .entrySet())
            assertThat(Protocol.custom(fields(other.getKey(), other.getValue())).digest())
                    .as(other.getKey())
                    .isNotEqualTo(deployed.digest());
    }

    @ParameterizedTest
    @MethodSource("presets")
    void a_preset_travels_as_its_name_and_its_canonical_text_is_it_too(Protocol preset) {
        assertThat(preset.text()).isEqualTo(preset.name());
        assertThat(Protocol.of(preset.text())).isEqualTo(preset);
        assertThat(Protocol.of(preset.canonical())).isEqualTo(preset);
        assertThat(Protocol.custom(Map.of("name", preset.name(), "base", preset.name())))
                .isEqualTo(preset);
    }

    @Test
    void a_protocol_of_one_s_own_travels_as_its_name_and_canonical_text() {
        var mine = Protocol.custom(fields("base", "ts-cam-cub", "fixedThreshold", 0.25, "ious", List.of(90, 10)));

        assertThat(mine.ious()).containsExactly(10, 90);
        assertThat(mine.text()).startsWith("name=mine\nmetric=boxes\n").contains("\nfixedThreshold=0.25\n");
        assertThat(Protocol.of(mine.text())).isEqualTo(mine);
        assertThat(Protocol.of(mine.canonical()).name())
                .isEqualTo("custom-" + mine.digest().substring(0, 8));
    }

    @Test
    void all_mistakes_are_told_at_once_and_an_unknown_key_with_the_nearest() {
        assertThatThrownBy(() -> Protocol.custom(Map.of(
                        "steep", .1, "contours", "al", "ious", List.of(50, 50), "mapSize", 0, "fixedThreshold", .5)))
                .isInstanceOf(BadSpec.class)
                .hasMessageContaining("name is missing")
                .hasMessageContaining("there is no key 'steep'; did you mean step?")
                .hasMessageContaining("contours: expected largest or all, found 'al'; did you mean all?")
                .hasMessageContaining("ious: names a level twice")
                .hasMessageContaining("mapSize: must be at least")
                .hasMessageContaining("fixedThreshold has a meaning with threshold 'fixed' only");
    }

    @Test
    void a_choice_that_neither_the_fields_nor_the_base_make_is_missing() {
        refused(fields("threshold", "fixed"), "fixedThreshold is missing");
        refused(fields("base", "ts-cam-cub", "threshold", "oracle"), "step is missing");
        assertThatThrownBy(() -> Protocol.of("metric=pixels\nsplit=test"))
                .hasMessageContaining("map is missing")
                .hasMessageContaining("resize is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "NaN", "Infinity", "0x1p-3", "1e-9", "", "1d"})
    void a_step_that_is_no_step_is_refused(String step) {
        refused(fields("step", step), "step: ");
    }

    @Test
    void a_preset_s_name_cannot_be_taken_for_other_choices() {
        refused(Map.of("name", "scm", "base", "scm", "step", .001), "'scm' is a preset that makes other choices");
    }

    @Test
    void hostile_text_is_refused_and_cut_in_the_message() {
        assertThatThrownBy(() -> Protocol.of("x=" + "y".repeat(5000))).isInstanceOf(BadSpec.class);
        assertThatThrownBy(() -> Protocol.of("z".repeat(5000)))
                .isInstanceOf(BadSpec.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        refused(fields("step", Map.of("a", 1)), "step: expected text, a number or a list");
        refused(Map.of("name", "A B"), "no protocol name");
    }

    @Test
    void a_protocol_may_not_choose_its_threshold_on_the_images_that_it_scores_and_call_that_validation() {
        refused(fields("split", "validation"), "'oracle'");
    }

    @Test
    void two_protocols_of_a_job_with_the_same_choices_are_refused_under_any_name() {
        assertThatThrownBy(() -> Protocol.all(List.of("scm", "SCM"))).hasMessageContaining("scm twice");
        var twin = Protocol.custom(fields()).text();
        assertThatThrownBy(() -> Protocol.all(List.of("deployed", twin)))
                .isInstanceOf(BadSpec.class)
                .hasMessageContaining("deployed and mine make the same choices");
    }

    @Test
    void an_unknown_protocol_is_answered_with_the_nearest() {
        assertThatThrownBy(() -> Protocol.named("maxboxac"))
                .isInstanceOf(BadSpec.class)
                .hasMessageContaining("did you mean maxboxacc?");
    }

    private static Map<String, Object> fields(Object... pairs) {
        var out = new HashMap<String, Object>(Map.of("name", "mine"));
        for (int i = 0; i < pairs.length; i += 2) out.put((String) pairs[i], pairs[i + 1]);
        return out;
    }

    private static void refused(Map<String, ?> fields, String why) {
        assertThatThrownBy(() -> Protocol.custom(fields))
                .isInstanceOf(BadSpec.class)
                .hasMessageContaining(why);
    }
}

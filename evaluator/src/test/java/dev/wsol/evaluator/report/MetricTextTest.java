package dev.wsol.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricTextTest {
    private static final Map<String, Double> BASELINES = Map.of("centredBox50", 33.0, "centredBox30", 60.0);

    @Test
    void metrics_have_the_field_s_names_and_unknown_ones_keep_their_own() {
        assertThat(MetricText.name("maxBoxAcc50")).isEqualTo("MaxBoxAcc, IoU 50");
        assertThat(MetricText.name("maxBoxAccTop5_30")).isEqualTo("MaxBoxAcc, any of five maps, IoU 30");
        assertThat(MetricText.name("maxBoxAccV2")).isEqualTo("MaxBoxAccV2");
        assertThat(MetricText.name("validationTop1Loc")).isEqualTo("Top-1 Loc, on validation");
        assertThat(MetricText.name("validation")).isEqualTo("validation");
        assertThat(MetricText.name("somethingNew7")).isEqualTo("somethingNew7");
    }

    @Test
    void a_fixed_box_stands_beside_what_needs_no_class_on_the_same_images() {
        assertThat(MetricText.baseline("maxBoxAcc30", BASELINES)).contains(60.0);
        assertThat(MetricText.baseline("gtKnown", BASELINES)).contains(33.0);
        for (var other : List.of("top1Loc", "top1Loc30", "top5Cls", "validationMaxBoxAcc50", "maxBoxAcc70"))
            assertThat(MetricText.baseline(other, BASELINES)).as(other).isEmpty();
    }

    @Test
    void the_protocol_s_own_number_comes_first_and_validation_last() {
        var metrics = Map.of("top1Cls", 1.0, "maxBoxAccV2", 2.0, "maxBoxAcc50", 3.0, "gtKnown", 3.0);
        assertThat(MetricText.headlines("maxBoxAccV2", metrics))
                .containsExactly("maxBoxAccV2", "maxBoxAcc50", "top1Cls");
        assertThat(MetricText.ordered(List.of("validationTop1Loc", "zeta", "top1Cls", "pxap")))
                .containsExactly("pxap", "top1Cls", "zeta", "validationTop1Loc");
    }
}

package dev.wsol.contract;

import dev.wsol.contract.Protocol.BoxRule;
import dev.wsol.contract.Protocol.Comparison;
import dev.wsol.contract.Protocol.Contours;
import dev.wsol.contract.Protocol.Ends;
import dev.wsol.contract.Protocol.MapClass;
import dev.wsol.contract.Protocol.Metric;
import dev.wsol.contract.Protocol.Resize;
import dev.wsol.contract.Protocol.Split;
import dev.wsol.contract.Protocol.Threshold;
import java.util.List;

/** The protocols of the field, as their programs run them, and {@code deployed}: what a user would meet. */
final class ProtocolPresets {
    static final List<Integer> IOUS = List.of(30, 50, 70);
    private static final int SIDE = 224;

    static final List<Protocol> ALL = List.of(
            scmLike("deployed", MapClass.TRUE, Threshold.VALIDATION),
            scmLike("scm", MapClass.PREDICTED, Threshold.ORACLE),
            tsCam("ts-cam-cub", 0.1),
            tsCam("ts-cam-ilsvrc", 0.12),
            wsol("maxboxacc", Metric.BOXES, Contours.LARGEST, IOUS, false),
            wsol("maxboxacc-v2", Metric.BOXES, Contours.ALL, IOUS, true),
            wsol("pxap", Metric.PIXELS, Contours.LARGEST, IOUS, false));

    private ProtocolPresets() {}

    /** Spec section 8.2. */
    private static Protocol scmLike(String name, MapClass map, Threshold threshold) {
        return new Protocol(
                name,
                Metric.BOXES,
                Split.TEST,
                map,
                threshold,
                0,
                .01,
                Contours.LARGEST,
                Ends.CLIPPED,
                IOUS,
                false,
                Comparison.AT_LEAST,
                Resize.BILINEAR,
                BoxRule.SCM,
                SIDE);
    }

    /** Spec section 8.3. Its resize runs in single precision; double gives the same verdict on every golden image. */
    private static Protocol tsCam(String name, double threshold) {
        return new Protocol(
                name,
                Metric.BOXES,
                Split.TEST,
                MapClass.TRUE,
                Threshold.FIXED,
                threshold,
                .01,
                Contours.LARGEST,
                Ends.OPEN,
                List.of(50),
                false,
                Comparison.ABOVE,
                Resize.BILINEAR,
                BoxRule.SCM,
                SIDE);
    }

    /** Spec section 7. */
    private static Protocol wsol(String name, Metric metric, Contours contours, List<Integer> ious, boolean mean) {
        return new Protocol(
                name,
                metric,
                Split.TEST,
                MapClass.TRUE,
                Threshold.ORACLE,
                0,
                .001,
                contours,
                Ends.CLIPPED,
                ious,
                mean,
                Comparison.AT_LEAST,
                Resize.BICUBIC,
                BoxRule.WSOL,
                SIDE);
    }
}

package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.Thresholds;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A tally under the names and in the order of SCM's own result file (spec section 8), for people who compare with it.
 * Note that {@code GT-Known} there is the predicted class's map: {@link Figure#PREDICTED_TOP1}, not GT-known proper.
 */
public final class ScmKeys {
    private ScmKeys() {}

    /**
     * Percent by key. The {@code optThred} values are the thresholds used, also for a single fixed one.
     *
     * @throws MetricException if the tally lacks IoU 50 or the Top-5 figures
     */
    public static Map<String, Double> of(Tally tally, Thresholds thresholds) {
        var out = new LinkedHashMap<String, Double>();
        out.put("cls_acc_top-1", tally.top1Percent());
        out.put("cls_acc_top-5", tally.top5Percent());
        out.put("GT-Known_top-1", tally.of(Figure.PREDICTED_TOP1, 50).best().percent());
        out.put("GT-Known_top-5", tally.of(Figure.PREDICTED_TOP5, 50).best().percent());
        percents(out, "maxbox_acc", tally, Figure.PREDICTED_TOP1, Figure.PREDICTED_TOP5);
        thresholds(out, "det_optThred", tally, thresholds, Figure.PREDICTED_TOP1, Figure.PREDICTED_TOP5);
        percents(out, "loc_acc", tally, Figure.TOP1_LOC, Figure.TOP5_LOC);
        thresholds(out, "loc_optThred", tally, thresholds, Figure.TOP1_LOC, Figure.TOP5_LOC);
        return out;
    }

    private static void percents(Map<String, Double> out, String name, Tally tally, Figure top1, Figure top5) {
        for (int iou : tally.ious()) {
            out.put(key(name, iou, 1), tally.of(top1, iou).best().percent());
            out.put(key(name, iou, 5), tally.of(top5, iou).best().percent());
        }
    }

    private static void thresholds(
            Map<String, Double> out, String name, Tally tally, Thresholds list, Figure top1, Figure top5) {
        for (int iou : tally.ious()) {
            out.put(key(name, iou, 1), list.value(tally.of(top1, iou).best().index()));
            out.put(key(name, iou, 5), list.value(tally.of(top5, iou).best().index()));
        }
    }

    private static String key(String name, int iou, int k) {
        return String.format(Locale.ROOT, "%s_thr_%d.00_top-%d", name, iou, k);
    }
}

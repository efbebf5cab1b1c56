package dev.wsol.contract;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Ranges of a protocol's parts. Each throws {@link BadSpec} naming the part. */
final class ProtocolRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final double SMALLEST_STEP = 1e-5;
    private static final int LARGEST_MAP = 1024;

    private ProtocolRules() {}

    static String name(String name) {
        if (!NAME.matcher(name).matches())
            throw new BadSpec(
                    "name", "'" + shown(name) + "' is no protocol name: use a-z 0-9 . _ - only, 63 characters at most");
        return name;
    }

    static void fixedThreshold(double level) {
        Need.between("fixedThreshold", level, 0, 1);
    }

    static void step(double step) {
        Need.between("step", step, SMALLEST_STEP, 1);
    }

    static void mapSize(int side) {
        Need.between("mapSize", side, 1, LARGEST_MAP + 1);
    }

    static void ious(List<Integer> ious) {
        Need.some("ious", ious);
        if (new HashSet<>(ious).size() < ious.size()) throw new BadSpec("ious", "names a level twice: " + ious);
        for (int iou : ious)
            if (iou < 1 || iou > 100) throw new BadSpec("ious", "levels are whole percents in 1..100, not " + iou);
    }

    /** Foreign text, short enough for a message. */
    static String shown(String text) {
        var line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }
}

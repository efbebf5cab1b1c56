package dev.wsol.infra.cli.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A key of the official configuration (spec section 8): the official program refuses others, and values of another type.
 *
 * @param name {@code SECTION.KEY}
 * @param ignored why it changes nothing here; empty when it is used
 */
record OfficialKey(String name, Type type, String ignored) {

    /** What the official program turns a value into; it takes no whole number where its default is a fraction. */
    enum Type {
        WHOLE("a whole number"),
        FRACTION("a number with a point or an exponent"),
        TRUTH("True or False"),
        TEXT("text"),
        LIST("a list");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private static final String NOT_READ = "the official program does not read it: its command line decides";
    private static final String NO_EFFECT = "changes no number";
    private static final String THRESHOLDS = "maps are boxed as the evaluation's protocol says";

    private static final Map<String, OfficialKey> ALL = all();

    private static Map<String, OfficialKey> all() {
        var keys = new ArrayList<OfficialKey>();
        add(keys, "BASIC", Type.WHOLE, "", "SEED");
        add(keys, "BASIC", Type.WHOLE, NO_EFFECT, "NUM_WORKERS", "DISP_FREQ");
        add(keys, "BASIC", Type.LIST, NO_EFFECT, "GPU_ID", "BACKUP_LIST");
        add(keys, "BASIC", Type.TRUTH, NO_EFFECT, "BACKUP_CODES");
        add(keys, "BASIC", Type.TEXT, "results go to the object store", "SAVE_ROOT", "ROOT_DIR", "TIME");
        add(keys, "MODEL", Type.TEXT, "", "ARCH");
        add(keys, "MODEL", Type.FRACTION, THRESHOLDS, "CAM_THR");
        add(keys, "MODEL", Type.WHOLE, THRESHOLDS, "TOP_K");
        add(keys, "DATA", Type.TEXT, "", "DATASET", "DATADIR");
        add(keys, "DATA", Type.WHOLE, "", "RESIZE_SIZE", "CROP_SIZE");
        add(keys, "DATA", Type.LIST, "", "IMAGE_MEAN", "IMAGE_STD");
        add(keys, "DATA", Type.WHOLE, "the data set says how many classes it has", "NUM_CLASSES");
        add(keys, "DATA", Type.WHOLE, "the official program does not use it", "SCALE_SIZE", "SCALE_LENGTH");
        add(keys, "TRAIN", Type.WHOLE, "", "BATCH_SIZE");
        add(keys, "TRAIN", Type.FRACTION, "the official program does not use it", "ALPHA", "BETA");
        add(keys, "TEST", Type.WHOLE, NO_EFFECT, "BATCH_SIZE");
        add(keys, "TEST", Type.TRUTH, "no published recipe uses it", "TEN_CROPS");
        add(keys, "TEST", Type.TRUTH, "pictures are asked for with the evaluation", "SAVE_CAMS", "SAVE_BOXED_IMAGE");
        add(keys, "TEST", Type.TEXT, "checkpoints are named by their address", "CKPT_DIR");
        add(keys, "SOLVER", Type.WHOLE, "", "NUM_EPOCHS");
        add(keys, "SOLVER", Type.LIST, "", "LR_STEPS");
        add(keys, "SOLVER", Type.FRACTION, "", "LR_FACTOR");
        add(keys, "SOLVER", Type.FRACTION, NOT_READ + " with --lr", "START_LR");
        add(keys, "SOLVER", Type.FRACTION, NOT_READ + " with --weight-decay", "WEIGHT_DECAY");
        add(keys, "SOLVER", Type.FRACTION, "AdamW has no momentum", "MUMENTUM");
        add(keys, "CUDNN", Type.TRUTH, "runs are always repeatable", "BENCHMARK", "DETERMINISTIC", "ENABLE");
        return keys.stream().collect(Collectors.toUnmodifiableMap(OfficialKey::name, Function.identity()));
    }

    private static void add(List<OfficialKey> keys, String section, Type type, String ignored, String... names) {
        for (String name : names) keys.add(new OfficialKey(section + "." + name, type, ignored));
    }

    /** Null when there is none of that name. */
    static OfficialKey named(String name) {
        return ALL.get(name);
    }

    static List<String> names() {
        return ALL.keySet().stream().sorted().toList();
    }
}

package dev.wsol.infra.cli.recipe;

import dev.wsol.contract.Nearest;
import java.util.ArrayList;
import java.util.List;

/** Options that the official command line takes and never uses (spec sections 6 and 8). */
final class CommandLineFlags {
    static final List<String> WITHOUT_EFFECT = List.of(
            "--aa",
            "--batch-size",
            "--clip-grad",
            "--color-jitter",
            "--cooldown-epochs",
            "--cutmix",
            "--cutmix-minmax",
            "--data-path",
            "--data-set",
            "--decay-epochs",
            "--decay-rate",
            "--device",
            "--dist_url",
            "--distillation-alpha",
            "--distillation-tau",
            "--distillation-type",
            "--epochs",
            "--eval",
            "--finetune",
            "--inat-category",
            "--input-size",
            "--lr-noise",
            "--lr-noise-pct",
            "--lr-noise-std",
            "--min-lr",
            "--mixup",
            "--mixup-mode",
            "--mixup-prob",
            "--mixup-switch-prob",
            "--model",
            "--model-ema",
            "--model-ema-decay",
            "--model-ema-force-cpu",
            "--no-model-ema",
            "--no-pin-mem",
            "--no-repeated-aug",
            "--num_workers",
            "--output_dir",
            "--patience-epochs",
            "--pin-mem",
            "--recount",
            "--remode",
            "--repeated-aug",
            "--reprob",
            "--resplit",
            "--sched",
            "--seed",
            "--smoothing",
            "--start_epoch",
            "--teacher-model",
            "--teacher-path",
            "--train-interpolation",
            "--warmup-epochs",
            "--warmup-lr",
            "--world_size");

    private CommandLineFlags() {}

    /**
     * Names of the options among words that nobody else wanted.
     *
     * @throws OfficialException for a word that is neither such an option nor a value of one
     */
    static List<String> ignored(List<String> words) {
        var found = new ArrayList<String>();
        for (String word : words) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (WITHOUT_EFFECT.contains(name)) found.add(name);
            else if (word.startsWith("--") || found.isEmpty())
                throw new OfficialException(
                        "unknown option " + OfficialException.shown(word) + Nearest.hint(name, WITHOUT_EFFECT));
        }
        return List.copyOf(found);
    }
}

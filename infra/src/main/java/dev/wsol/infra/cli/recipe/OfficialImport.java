package dev.wsol.infra.cli.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.BadSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.infra.cli.client.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns what the official program would really run into a recipe: the file, its command line, and its habits. */
final class OfficialImport {
    private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> STD = List.of(0.229, 0.224, 0.225);
    private static final List<String> DATA_SETS = List.of("CUB", "ImageNet");
    private static final Map<String, String> STARTS = Map.of(
            "deit_scm_tiny",
            "deit-tiny",
            "deit_tscam_tiny",
            "deit-tiny",
            "deit_scm_small",
            "deit-small",
            "deit_tscam_small",
            "deit-small",
            "deit_scm_base",
            "deit-base",
            "deit_tscam_base",
            "deit-base",
            "vit_scm_small",
            "vit-small",
            "conformer_scm_small",
            "conformer-small",
            "conformer_tscam_small",
            "conformer-small");

    private final OfficialConfig config;
    private final OfficialOptions options;
    private final List<String> used = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    private OfficialImport(OfficialConfig config, OfficialOptions options) {
        this.config = config;
        this.options = options;
    }

    /**
     * @param others words of the command line that are none of the options
     * @param data where the data set lies; empty for what the file says
     * @throws OfficialException if the file asks for what cannot be done here, naming the key
     */
    static Imported of(OfficialYaml yaml, OfficialOptions options, List<String> others, String data) {
        var config = OfficialConfig.of(yaml);
        config.override(options.overrides);
        var making = new OfficialImport(config, options);
        if (yaml.cut() > 0) making.changed.add(yaml.cut() + " NUL bytes at the end of the file are cut off");
        var recipe = making.recipe(data);
        making.sortKeys();
        CommandLineFlags.ignored(others)
                .forEach(flag -> making.ignored.add(flag + ": the official program takes it and does not use it"));
        return new Imported(recipe, making.used, making.changed, making.ignored);
    }

    private ObjectNode recipe(String data) {
        fixed();
        var root = Json.object().put("kind", "train");
        String arch = arch();
        root.put("model", arch);
        data(root.putObject("data"), data);
        numbers(root.putObject("recipe"), arch);
        root.putObject("evaluation").put("when", "each").putArray("protocols").add("scm");
        changed.add("evaluation: after every epoch on the test images, protocol scm, as the official program does");
        changed.add(
                "recipe.selection: by maxBoxAcc on test, as the official program does; better: {by: top1Loc, on: validation}");
        return root;
    }

    /** Sizes and colours are built into the networks here; other values would train another network. */
    private void fixed() {
        same("DATA.RESIZE_SIZE", config.whole("DATA.RESIZE_SIZE", 256), 256);
        same("DATA.CROP_SIZE", config.whole("DATA.CROP_SIZE", 224), 224);
        same("DATA.IMAGE_MEAN", config.numbers("DATA.IMAGE_MEAN", MEAN), MEAN);
        same("DATA.IMAGE_STD", config.numbers("DATA.IMAGE_STD", STD), STD);
    }

    private static void same(String key, Object found, Object wanted) {
        if (!found.equals(wanted)) throw new OfficialException(key + ": " + found + " cannot be had, only " + wanted);
    }

    private String arch() {
        String said = config.text("MODEL.ARCH");
        if (said.isEmpty()) throw new OfficialException("MODEL.ARCH is missing");
        String repaired = said.replace("conformer_ts_cam", "conformer_tscam");
        try {
            String full = ModelSpec.named(repaired).arch();
            if (!full.equals(said)) changed.add("MODEL.ARCH: '" + OfficialException.shown(said) + "' is " + full);
            return full;
        } catch (BadSpec e) {
            throw new OfficialException("MODEL.ARCH: " + OfficialException.shown(e.reason()));
        }
    }

    private void data(ObjectNode node, String given) {
        String set = config.text("DATA.DATASET");
        if (!DATA_SETS.contains(set))
            throw new OfficialException(
                    "DATA.DATASET: '" + OfficialException.shown(set) + "' is neither CUB nor ImageNet");
        String path = given.isEmpty() ? config.text("DATA.DATADIR") : given;
        if (path.isBlank())
            throw new OfficialException("DATA.DATADIR is missing: say where the data set lies with --data DIR");
        node.put("path", path).put("validationPerClass", 0);
        if (!given.isEmpty()) changed.add("data.path: " + OfficialException.shown(given) + " instead of DATA.DATADIR");
        changed.add("data.validationPerClass: 0, the official program trains on every training image");
    }

    private void numbers(ObjectNode node, String arch) {
        node.put("epochs", config.whole("SOLVER.NUM_EPOCHS", 40))
                .put("batch", config.whole("TRAIN.BATCH_SIZE", 16))
                .put("learningRate", options.rate);
        var schedule = node.putObject("schedule");
        config.wholes("SOLVER.LR_STEPS", List.of(30)).forEach(schedule.putArray("steps")::add);
        schedule.put("factor", config.fraction("SOLVER.LR_FACTOR", 0.1));
        optimizer(node);
        node.put("weightDecay", options.weightDecay).put("dropPath", options.dropPath);
        if (options.dropout != 0) node.put("dropout", options.dropout);
        node.put("seed", config.whole("BASIC.SEED", 0));
        node.put("init", start(arch));
        node.putObject("selection").put("by", "maxBoxAcc").put("on", "test");
    }

    private void optimizer(ObjectNode node) {
        switch (options.optimizer) {
            case "adamw" -> {
                var tuned = node.putObject("optimizer").put("name", "adamw");
                if (options.betas != null) tuned.put("beta1", options.betas[0]).put("beta2", options.betas[1]);
                tuned.put("eps", options.eps);
            }
            case "sgd" ->
                node.putObject("optimizer")
                        .put("name", "sgd")
                        .put("momentum", options.momentum)
                        .put("nesterov", true);
            default ->
                throw new OfficialException("--opt '" + OfficialException.shown(options.optimizer)
                        + "' is not supported; known: adamw, sgd");
        }
    }

    private String start(String arch) {
        if (!options.resume.isEmpty()) {
            changed.add("recipe.init: the weights of --resume; as there, optimizer and counters start fresh");
            return options.resume;
        }
        String brief = arch.substring(0, arch.indexOf("_patch16"));
        String name = STARTS.get(brief);
        if (name == null) throw new OfficialException("MODEL.ARCH: there are no pretrained weights for " + arch);
        changed.add("recipe.init: " + name + ", which the official program fetches by itself");
        return name;
    }

    private void sortKeys() {
        for (String name : config.said()) {
            var key = OfficialKey.named(name);
            if (key.ignored().isEmpty()) used.add(name);
            else ignored.add(name + ": " + key.ignored());
        }
    }
}

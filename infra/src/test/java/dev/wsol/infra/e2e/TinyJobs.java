package dev.wsol.infra.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.creatures.Creatures;
import dev.wsol.infra.creatures.Sizes;
import java.nio.file.Path;

/** The smallest jobs that are still real: 24 images, a network of one block. */
final class TinyJobs {
    static final int STEPS = 3;
    private static final Sizes SIZES = new Sizes(24, 6, 12);

    private TinyJobs() {}

    static Path data(Path dir) {
        return Creatures.draw(dir.resolve("tiny-creatures"), 1, SIZES, (done, total) -> {})
                .root();
    }

    /** A train job whose every checkpoint is evaluated under two protocols, one of them its own. */
    static ObjectNode train(String id, Path data, int epochs) {
        var spec = Json.object().put("id", id).put("kind", "train");
        spec.putObject("model")
                .put("arch", "scm")
                .put("width", 16)
                .put("depth", 1)
                .put("heads", 2);
        spec.put("data", data.toString());
        spec.putObject("recipe")
                .put("epochs", epochs)
                .put("batch", 24 / STEPS)
                .put("learningRate", 1e-3)
                .put("seed", 7);
        spec.putObject("evaluation")
                .put("when", "each")
                .put("overlays", 1)
                .putArray("protocols")
                .add("deployed")
                .addObject() // one's own: other map size, list of IoUs and headline
                .put("name", "strict")
                .put("base", "scm")
                .put("mapSize", 112)
                .put("mean", true)
                .putArray("ious")
                .add(40)
                .add(90);
        return spec;
    }

    /** The same for one epoch of the smallest network with two branches. */
    static ObjectNode conformer(String id, Path data) {
        var spec = train(id, data, 1);
        spec.putObject("model").put("arch", "conformer_scm_micro");
        return spec;
    }

    /** Two seeds of the same. */
    static ObjectNode sweep(String id, Path data, int epochs) {
        var spec = train(id, data, epochs).put("kind", "sweep");
        spec.putObject("grid").putArray("seed").add(1).add(2);
        return spec;
    }
}

package dev.wsol.infra.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import java.nio.file.Path;
import java.util.List;

/** The demo's job: a small network from scratch, every checkpoint evaluated. */
record DemoSweep(
        List<String> archs, List<Double> rates, List<Long> seeds, int epochs, int batch, List<String> protocols) {
    private static final double WARM_UP = 0.1;

    /** Of each kind: pictures cost the demo more than counting does, and the best report shows enough with these. */
    private static final int OVERLAYS = 3;

    static final int VALIDATION_PER_CLASS = 10;

    /** What the HTTP interface takes. Names and numbers are checked there. */
    ObjectNode spec(String id, Path data) {
        var spec = Json.object().put("id", id).put("kind", "sweep");
        spec.putObject("model").put("arch", archs.get(0));
        spec.putObject("data").put("path", data.toString()).put("validationPerClass", VALIDATION_PER_CLASS);
        spec.putObject("recipe")
                .put("epochs", epochs)
                .put("batch", batch)
                .put("learningRate", rates.get(0))
                .put("dropPath", 0.0)
                .put("seed", seeds.get(0))
                .putObject("schedule")
                .put("warmup", WARM_UP);
        var evaluation = spec.putObject("evaluation").put("when", "each").put("overlays", OVERLAYS);
        var names = evaluation.putArray("protocols");
        protocols.forEach(names::add);
        var grid = spec.putObject("grid");
        var arch = grid.putArray("arch");
        archs.forEach(arch::add);
        var rate = grid.putArray("learningRate");
        rates.forEach(rate::add);
        var seed = grid.putArray("seed");
        seeds.forEach(seed::add);
        return spec;
    }
}

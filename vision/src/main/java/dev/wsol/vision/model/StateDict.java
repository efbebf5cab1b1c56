package dev.wsol.vision.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.Parameters.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The parameters and running statistics of one network on one device, by official name in the official order. */
final class StateDict {
    private static final String WRAPPER_PREFIX = "module.";
    private static final int MAX_PROBLEMS = 10;

    private final ModelConfig config;
    private final Map<Parameter, PtNDArray> entries = new LinkedHashMap<>();
    private final List<Parameter> parameters;
    private final PtNDArray[] weights;
    private final PtNDArray[] statistics;

    /**
     * @param manager owns the arrays
     * @param layers whether calibration layers are kept
     */
    StateDict(ModelConfig config, NDManager manager, boolean layers, Function<Parameter, float[]> values) {
        this.config = config;
        for (var p : Parameters.of(config))
            if (layers || !p.calibrates()) entries.put(p, entry(manager, p, values.apply(p)));
        this.parameters = entries.keySet().stream().filter(Parameter::trained).toList();
        this.weights = arrays(true);
        this.statistics = arrays(false);
    }

    private static PtNDArray entry(NDManager manager, Parameter p, float[] values) {
        var type = p.counter() ? DataType.INT64 : DataType.FLOAT32;
        var array = (PtNDArray) manager.zeros(new Shape(p.shape()), type);
        overwrite(array, Tensor.of(values, p.shape()));
        return array;
    }

    private PtNDArray[] arrays(boolean trained) {
        return entries.entrySet().stream()
                .filter(e -> e.getKey().trained() == trained)
                .map(Map.Entry::getValue)
                .toArray(PtNDArray[]::new);
    }

    /** Whether nothing was left out. */
    boolean complete() {
        return entries.size() == Parameters.of(config).size();
    }

    /** What the optimizer moves. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** The values of {@link #parameters}. */
    PtNDArray[] weights() {
        return weights;
    }

    /** Mean, variance and count of every batch norm; empty in the ViT family. */
    PtNDArray[] statistics() {
        return statistics;
    }

    Map<String, Tensor> export() {
        var out = new LinkedHashMap<String, Tensor>();
        entries.forEach((p, array) -> out.put(p.name(), copy(p, array)));
        return out;
    }

    /** See {@link Network#load}. */
    void load(Map<String, Tensor> state) {
        var given = new LinkedHashMap<String, Tensor>();
        state.forEach((k, v) -> given.put(k.startsWith(WRAPPER_PREFIX) ? k.substring(WRAPPER_PREFIX.length()) : k, v));
        boolean layersGiven = given.keySet().stream().anyMatch(k -> k.startsWith("layers."));
        boolean layersNeeded = layersGiven || config.calibratesToSee();
        var wanted = Parameters.of(config).stream()
                .filter(p -> layersNeeded || !p.calibrates())
                .toList();
        var problems = differences(wanted, given, state.size());
        if (!problems.isEmpty()) throw new CheckpointException(report(problems));
        entries.forEach((p, array) -> {
            var t = given.get(p.name());
            if (t != null) overwrite(array, t);
        });
    }

    private static List<String> differences(List<Parameter> wanted, Map<String, Tensor> given, int entries) {
        var problems = new ArrayList<String>();
        if (given.size() != entries) problems.add("names that differ only by a leading 'module.'");
        for (var p : wanted) {
            var t = given.get(p.name());
            if (t == null) problems.add("missing " + p.name());
            else if (!Arrays.equals(t.shape(), p.shape()))
                problems.add(p.name() + " is " + Arrays.toString(t.shape()) + ", needs " + Arrays.toString(p.shape()));
        }
        var names = wanted.stream().map(Parameter::name).toList();
        given.keySet().stream().filter(k -> !names.contains(k)).forEach(k -> problems.add("unknown " + k));
        return problems;
    }

    private String report(List<String> problems) {
        var shown = problems.subList(0, Math.min(MAX_PROBLEMS, problems.size()));
        int more = problems.size() - shown.size();
        return "weights do not fit " + config.arch() + " (width " + config.width() + ", depth " + config.depth() + ", "
                + config.classes() + " classes): " + String.join("; ", shown)
                + (more > 0 ? "; and " + more + " more" : "");
    }

    /** Copies of arrays that go with {@link #parameters}, each under its parameter's name behind a prefix. */
    Map<String, Tensor> copies(String prefix, PtNDArray[] arrays) {
        var out = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < arrays.length; i++) {
            var p = parameters.get(i);
            out.put(prefix + p.name(), copy(p, arrays[i]));
        }
        return out;
    }

    private static Tensor copy(Parameter p, PtNDArray array) {
        return p.counter() ? Tensor.whole(array.toLongArray()[0]) : Tensor.of(array.toFloatArray(), p.shape());
    }

    /**
     * Copies the values into the array's own memory. DJL's {@code set} and {@code copyTo} would leave it over Java memory
     * instead, which lives only as long as one Java object remembers it.
     */
    static void overwrite(PtNDArray target, Tensor source) {
        try (var scope = target.getManager().newSubManager()) {
            var values = target.getDataType() == DataType.INT64
                    ? scope.create(
                            Arrays.stream(source.doubles())
                                    .mapToLong(v -> (long) v)
                                    .toArray(),
                            target.getShape())
                    : scope.create(source.floats(), target.getShape());
            copy(target, (PtNDArray) values);
        }
    }

    static void copy(PtNDArray target, PtNDArray source) {
        Kernels.run("assign", false, IValue.from(target), IValue.from(source)).close();
    }
}

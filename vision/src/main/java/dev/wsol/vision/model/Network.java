package dev.wsol.vision.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.wsol.contract.Precision;
import dev.wsol.contract.Recipe;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.Tensor;
import dev.wsol.vision.model.ModelConfig.Head;
import dev.wsol.vision.model.Parameters.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * A vision transformer's weights on one device, and what they see. One thread at a time may use a network; different networks
 * may be used by different threads at the same time.
 */
public final class Network implements AutoCloseable {
    private static final String WRAPPER_PREFIX = "module.";
    private static final int MAX_PROBLEMS = 10;
    static final int IMAGE_BYTES = 3 * ModelConfig.IMAGE * ModelConfig.IMAGE * Float.BYTES;

    private final ModelConfig config;
    private final NDManager manager;
    private final List<Parameter> parameters;
    private final PtNDArray[] weights;

    private Network(ModelConfig config, Device device) {
        this.config = config;
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        this.parameters = Parameters.of(config);
        this.weights = new PtNDArray[parameters.size()];
    }

    /** A fresh network on the CPU; the same seed gives the same weights everywhere. */
    public static Network create(ModelConfig config, long seed) {
        return create(config, seed, Device.cpu());
    }

    public static Network create(ModelConfig config, long seed, Device device) {
        var random = new Random(seed);
        return filled(config, device, p -> p.initial(random));
    }

    /**
     * A network with given weights on the CPU, see {@link #load}.
     *
     * @throws CheckpointException if they do not fit the configuration
     */
    public static Network of(ModelConfig config, Map<String, Tensor> state) {
        return of(config, state, Device.cpu());
    }

    public static Network of(ModelConfig config, Map<String, Tensor> state, Device device) {
        var network = filled(config, device, p -> new float[p.count()]);
        try {
            network.load(state);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static Network filled(ModelConfig config, Device device, Function<Parameter, float[]> values) {
        var network = new Network(config, device);
        for (int i = 0; i < network.weights.length; i++) {
            var p = network.parameters.get(i);
            network.weights[i] = (PtNDArray) network.manager.zeros(new Shape(p.shape()));
            overwrite(network.weights[i], Tensor.of(values.apply(p), p.shape()));
        }
        return network;
    }

    public ModelConfig config() {
        return config;
    }

    public Device device() {
        return manager.getDevice();
    }

    /** Number of weights, calibration layers included. */
    public long size() {
        return parameters.stream().mapToLong(Parameter::count).sum();
    }

    /** Every parameter that is a single number, by official name: what the calibration layers have learned. */
    public Map<String, Float> scalars() {
        var out = new LinkedHashMap<String, Float>();
        for (int i = 0; i < parameters.size(); i++)
            if (parameters.get(i).count() == 1)
                out.put(parameters.get(i).name(), weights[i].toFloatArray()[0]);
        return out;
    }

    /** A copy of every parameter by official name, in state-dict order. */
    public Map<String, Tensor> export() {
        return copies("", weights);
    }

    /**
     * Takes over the given weights. A leading {@code module.} is dropped. Calibration layers ({@code layers.*}) may be missing
     * altogether, they are not used to localize; everything else must be there, and nothing more.
     *
     * @throws CheckpointException listing what is missing, unknown or of another shape; the network is then unchanged
     */
    public void load(Map<String, Tensor> state) {
        var given = new LinkedHashMap<String, Tensor>();
        state.forEach((k, v) -> given.put(k.startsWith(WRAPPER_PREFIX) ? k.substring(WRAPPER_PREFIX.length()) : k, v));
        boolean withLayers = given.keySet().stream().anyMatch(k -> k.startsWith("layers."));
        var wanted = parameters.stream()
                .filter(p -> withLayers || !p.name().startsWith("layers."))
                .toList();
        var problems = differences(wanted, given, state.size());
        if (!problems.isEmpty()) throw new CheckpointException(report(problems));
        for (int i = 0; i < weights.length; i++) {
            var t = given.get(parameters.get(i).name());
            if (t != null) overwrite(weights[i], t);
        }
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

    /**
     * Sees a batch. Calibration layers play no part (spec section 2.5).
     *
     * @param pixels normalised RGB, (B,3,224,224) row-major float32 from its position, see {@link #pixels}
     * @return the caller closes it
     */
    public Prediction predict(ByteBuffer pixels, int batch) {
        return predict(pixels, batch, Precision.FP32);
    }

    /** Sees a batch with the heavy products in the given number format. */
    public Prediction predict(ByteBuffer pixels, int batch, Precision precision) {
        var scope = manager.newSubManager();
        try {
            var x = images(scope, pixels, batch);
            var answer = Kernels.run(
                    "predict",
                    false,
                    parametersIn(precision),
                    IValue.from(x),
                    IValue.from(config.depth()),
                    IValue.from(config.heads()),
                    IValue.from(config.attentionScale()),
                    IValue.from(config.layerNormEps()),
                    IValue.from(config.head() == Head.SCM));
            try (answer) {
                return new Prediction(scope, answer.toNDList((PtNDManager) scope));
            }
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /** Starts training these weights in place with the official optimizer. Close it before the network. */
    public Training train(double weightDecay) {
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay))
            throw new IllegalArgumentException("weight decay must be at least 0, not " + weightDecay);
        return train(Training.official(weightDecay));
    }

    /** Starts training these weights in place as the recipe says. Close it before the network. */
    public Training train(Recipe recipe) {
        return new Training(this, recipe, device().isGpu());
    }

    /** Memory for the pixels of a batch that the engine reads in place: fill it through {@link ByteBuffer#asFloatBuffer}. */
    public static ByteBuffer pixels(int batch) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(batch, IMAGE_BYTES)).order(ByteOrder.nativeOrder());
    }

    /** Wraps, without a copy, the first {@code batch} images of the buffer; it must not change before the scope is closed. */
    static PtNDArray images(NDManager scope, ByteBuffer pixels, int batch) {
        if (!pixels.isDirect() || pixels.order() != ByteOrder.nativeOrder())
            throw new IllegalArgumentException("pixels must lie in a direct buffer of native byte order");
        if (batch < 1 || pixels.remaining() / IMAGE_BYTES < batch)
            throw new IllegalArgumentException("the buffer holds " + pixels.remaining() / IMAGE_BYTES + " images of "
                    + IMAGE_BYTES + " bytes, the batch is " + batch);
        var view = pixels.slice(pixels.position(), batch * IMAGE_BYTES).order(ByteOrder.nativeOrder());
        var shape = new Shape(batch, 3, ModelConfig.IMAGE, ModelConfig.IMAGE);
        return (PtNDArray) scope.create(view, shape, DataType.FLOAT32);
    }

    NDManager manager() {
        return manager;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    PtNDArray[] weights() {
        return weights;
    }

    /**
     * The parameters as kernels take them; the caller closes them. Matrices rounded to bfloat16 are a list that Java only
     * passes on: DJL has no such type and would end the JVM.
     */
    IValue parametersIn(Precision precision) {
        if (precision == Precision.FP32) return IValue.listFrom(weights);
        var matrices = new boolean[weights.length];
        for (int i = 0; i < matrices.length; i++)
            matrices[i] = parameters.get(i).decayed();
        boolean outsideInference = true; // gradients cannot flow to what inference mode made
        return Kernels.run("rounded", outsideInference, IValue.listFrom(weights), IValue.listFrom(matrices));
    }

    /**
     * Copies the values into the array's own memory. DJL's {@code set} and {@code copyTo} would leave it over Java memory
     * instead, which lives only as long as one Java object remembers it.
     */
    static void overwrite(PtNDArray target, Tensor source) {
        try (var scope = target.getManager().newSubManager()) {
            copy(target, (PtNDArray) scope.create(source.floats(), target.getShape()));
        }
    }

    static void copy(PtNDArray target, PtNDArray source) {
        Kernels.run("assign", false, IValue.from(target), IValue.from(source)).close();
    }

    Map<String, Tensor> copies(String prefix, NDArray[] arrays) {
        var out = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < arrays.length; i++) {
            var p = parameters.get(i);
            out.put(prefix + p.name(), Tensor.of(arrays[i].toFloatArray(), p.shape()));
        }
        return out;
    }

    @Override
    public void close() {
        manager.close();
    }
}

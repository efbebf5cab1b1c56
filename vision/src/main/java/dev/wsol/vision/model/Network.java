package dev.wsol.vision.model;

import ai.djl.Device;
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
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * A network's weights on one device, and what they see. One thread at a time may use a network; different networks
 * may be used by different threads at the same time.
 */
public final class Network implements AutoCloseable {
    private static final String WRAPPER_PREFIX = "module.";
    private static final int MAX_PROBLEMS = 10;
    static final int IMAGE_BYTES = 3 * ModelConfig.IMAGE * ModelConfig.IMAGE * Float.BYTES;

    private final ModelConfig config;
    private final NDManager manager;

    /** Everything of the state dict, in its order. */
    private final Map<Parameter, PtNDArray> entries = new LinkedHashMap<>();

    private final List<Parameter> parameters;
    private final PtNDArray[] weights;
    private final PtNDArray[] statistics;

    /** Of a network whose calibration layers play a part in what it sees. */
    private final Optional<Calibration> calibration;

    private Network(ModelConfig config, Device device, boolean trainable, Function<Parameter, float[]> values) {
        this.config = config;
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        boolean layers = trainable || config.calibratesToSee();
        for (var p : Parameters.of(config)) if (layers || !p.calibrates()) entries.put(p, entry(p, values.apply(p)));
        this.parameters = entries.keySet().stream().filter(Parameter::trained).toList();
        this.weights = arrays(true);
        this.statistics = arrays(false);
        this.calibration = config.calibratesToSee()
                ? Optional.of(new Calibration(config.iterations(), manager, device.isGpu()))
                : Optional.empty();
    }

    private PtNDArray entry(Parameter p, float[] values) {
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

    /** A fresh network on the CPU; the same seed gives the same weights everywhere. */
    public static Network create(ModelConfig config, long seed) {
        return create(config, seed, Device.cpu());
    }

    public static Network create(ModelConfig config, long seed, Device device) {
        var random = new Random(seed);
        return new Network(config, device, true, p -> p.initial(random));
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
        return loaded(new Network(config, device, true, p -> new float[p.count()]), state);
    }

    /**
     * A network that only sees: of the calibration layers of the ViT family, which play no part in it, nothing is kept. It
     * cannot be trained.
     *
     * @throws CheckpointException if the weights do not fit the configuration, see {@link #load}
     */
    public static Network seeing(ModelConfig config, Map<String, Tensor> state, Device device) {
        return loaded(new Network(config, device, false, p -> new float[p.count()]), state);
    }

    private static Network loaded(Network network, Map<String, Tensor> state) {
        try {
            network.load(state);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    public ModelConfig config() {
        return config;
    }

    public Device device() {
        return manager.getDevice();
    }

    /** Number of trained values, calibration layers included. */
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

    /** A copy of every parameter and running statistic by official name, in state-dict order. */
    public Map<String, Tensor> export() {
        var out = new LinkedHashMap<String, Tensor>();
        entries.forEach((p, array) -> out.put(p.name(), copy(p, array)));
        return out;
    }

    /**
     * Takes over the given weights. A leading {@code module.} is dropped. Calibration layers ({@code layers.*}) of the
     * ViT family may be missing altogether, they are not used to localize; everything else must be there, and nothing more.
     *
     * @throws CheckpointException listing what is missing, unknown or of another shape; the network is then unchanged
     */
    public void load(Map<String, Tensor> state) {
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

    /**
     * Sees a batch. Calibration layers play a part in the Conformer only (spec sections 2.5 and 5).
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
            var arguments = new ArrayList<>(arguments(precision, statistics));
            arguments.add(IValue.from(images(scope, pixels, batch)));
            arguments.addAll(sizes());
            if (config.conformer())
                arguments.addAll(calibration
                        .orElseGet(() -> new Calibration(List.of(), scope, true))
                        .arguments());
            else arguments.add(IValue.from(config.head() == Head.SCM));
            var answer = Kernels.run(kernel("predict"), false, arguments.toArray(IValue[]::new));
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
        if (entries.size() < Parameters.of(config).size())
            throw new IllegalStateException("this network was opened to see only");
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

    /** The kernel of this family for a task. */
    String kernel(String task) {
        return config.conformer() ? "conformer_" + task : task;
    }

    /** What every kernel takes first: the weights, and where there are any, running statistics. */
    List<IValue> arguments(Precision precision, PtNDArray[] runningStatistics) {
        var w = parametersIn(precision);
        return config.conformer() ? List.of(w, IValue.listFrom(runningStatistics)) : List.of(w);
    }

    /** What every kernel takes behind the batch. */
    List<IValue> sizes() {
        return List.of(
                IValue.from(config.depth()),
                IValue.from(config.heads()),
                IValue.from(config.attentionScale()),
                IValue.from(config.layerNormEps()));
    }

    NDManager manager() {
        return manager;
    }

    /** What the optimizer moves. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** Mean, variance and count of every batch norm, in state-dict order; empty in the ViT family. */
    PtNDArray[] statistics() {
        return statistics;
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

    @Override
    public void close() {
        manager.close();
    }
}

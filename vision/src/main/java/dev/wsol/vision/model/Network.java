package dev.wsol.vision.model;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A network's weights on one device, and what they see. One thread at a time may use a network; different networks
 * may be used by different threads at the same time.
 */
public final class Network implements AutoCloseable {
    private final ModelConfig config;
    private final NDManager manager;
    private final StateDict state;

    /** Of a network whose calibration layers play a part in what it sees. */
    private final Optional<Calibration> calibration;

    /** The weights as {@link #predict} last wanted them, until they move. */
    private Optional<Prepared> prepared = Optional.empty();

    private record Prepared(Precision precision, IValue weights) {}

    private Network(ModelConfig config, Device device, boolean trainable, Function<Parameter, float[]> values) {
        this.config = config;
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        this.state = new StateDict(config, manager, trainable || config.calibratesToSee(), values);
        this.calibration = config.calibratesToSee()
                ? Optional.of(new Calibration(config.iterations(), manager, device.isGpu()))
                : Optional.empty();
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
        return state.parameters().stream().mapToLong(Parameter::count).sum();
    }

    /** Every parameter that is a single number, by official name: what the calibration layers have learned. */
    public Map<String, Float> scalars() {
        var out = new LinkedHashMap<String, Float>();
        for (int i = 0; i < weights().length; i++)
            if (parameters().get(i).count() == 1)
                out.put(parameters().get(i).name(), weights()[i].toFloatArray()[0]);
        return out;
    }

    /** A copy of every parameter and running statistic by official name, in state-dict order. */
    public Map<String, Tensor> export() {
        return state.export();
    }

    /**
     * Takes over the given weights. A leading {@code module.} is dropped. Calibration layers ({@code layers.*}) of the
     * ViT family may be missing altogether, they are not used to localize; everything else must be there, and nothing more.
     *
     * @throws CheckpointException listing what is missing, unknown or of another shape; the network is then unchanged
     */
    public void load(Map<String, Tensor> given) {
        weightsMoved();
        state.load(given);
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
            var weights = prepared(precision);
            int threads = device().isGpu() ? 1 : Shards.parts(batch);
            var tasks = new Images(pixels, batch)
                    .cut(threads).stream()
                            .map(part -> (Supplier<NDList>) () -> see(scope, weights, part))
                            .toList();
            return new Prediction(scope, Shards.all(tasks));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private NDList see(NDManager scope, IValue weights, Images images) {
        var arguments = new ArrayList<IValue>();
        if (config.conformer()) arguments.add(IValue.listFrom(statistics()));
        arguments.add(IValue.from(images.array(scope)));
        arguments.addAll(sizes());
        if (config.conformer())
            arguments.addAll(calibration
                    .orElseGet(() -> new Calibration(List.of(), scope, true))
                    .arguments());
        else arguments.add(IValue.from(config.head() == Head.SCM));
        try (var answer = Kernels.run(kernel("predict"), false, weights, arguments)) {
            return answer.toNDList((PtNDManager) scope);
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
        if (!state.complete()) throw new IllegalStateException("this network was opened to see only");
        return new Training(this, recipe, device().isGpu());
    }

    /** Memory for the pixels of a batch that the engine reads in place: fill it through {@link ByteBuffer#asFloatBuffer}. */
    public static ByteBuffer pixels(int batch) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(batch, Images.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    /** The kernel of this family for a task. */
    String kernel(String task) {
        return config.conformer() ? "conformer_" + task : task;
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
        return state.parameters();
    }

    /** Mean, variance and count of every batch norm, in state-dict order; empty in the ViT family. */
    PtNDArray[] statistics() {
        return state.statistics();
    }

    PtNDArray[] weights() {
        return state.weights();
    }

    /** Must be called whenever a weight has changed. */
    void weightsMoved() {
        prepared.ifPresent(p -> p.weights().close());
        prepared = Optional.empty();
    }

    /** What "predict" takes as weights; they stay this object's. */
    private IValue prepared(Precision precision) {
        if (prepared.filter(p -> p.precision() == precision).isEmpty()) {
            weightsMoved();
            prepared = Optional.of(new Prepared(precision, prepare(precision, true)));
        }
        return prepared.get().weights();
    }

    /** The parameters as training takes them; the caller closes them. */
    IValue parametersIn(Precision precision) {
        return precision == Precision.FP32 ? IValue.listFrom(weights()) : prepare(precision, false);
    }

    /** A list that Java only passes on: DJL knows neither bfloat16 nor packed matrices and would end the JVM. */
    private IValue prepare(Precision precision, boolean packed) {
        var matrices = new boolean[weights().length];
        for (int i = 0; i < matrices.length; i++)
            matrices[i] = parameters().get(i).decayed();
        boolean outsideInference = true; // gradients cannot flow to what inference mode made
        return Kernels.run(
                "prepared",
                outsideInference,
                IValue.listFrom(weights()),
                IValue.listFrom(matrices),
                IValue.from(precision == Precision.BF16),
                IValue.from(packed));
    }

    /** Copies of arrays that go with {@link #parameters}, by name behind a prefix. */
    Map<String, Tensor> copies(String prefix, PtNDArray[] arrays) {
        return state.copies(prefix, arrays);
    }

    @Override
    public void close() {
        weightsMoved();
        manager.close();
    }
}

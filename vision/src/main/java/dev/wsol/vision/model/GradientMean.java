package dev.wsol.vision.model;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The mean gradients of a batch from those of its parts, whose order decides the last bits. */
final class GradientMean {
    /** Below so many values sharing the work costs more than the work. */
    private static final long WORTH_SHARING = 1 << 20;

    private final NDManager scope;
    private PtNDArray[] mean = {};
    private int images;

    GradientMean(NDManager scope) {
        this.scope = scope;
    }

    /** Takes over the mean gradients of the next so many images. */
    void add(PtNDArray[] gradients, int more) {
        var before = mean;
        images += more;
        double share = more / (double) images;
        mean = before.length == 0 ? gradients : blend(before, gradients, share);
        for (var array : before) array.close();
        if (mean != gradients) for (var array : gradients) array.close();
    }

    PtNDArray[] gradients() {
        return mean;
    }

    private PtNDArray[] blend(PtNDArray[] before, PtNDArray[] gradients, double share) {
        var tasks = ranges(gradients).stream()
                .map(r -> (Supplier<PtNDArray[]>) () -> blended(r.of(before), r.of(gradients), share))
                .toList();
        return Shards.all(tasks).stream().flatMap(Stream::of).toArray(PtNDArray[]::new);
    }

    private PtNDArray[] blended(PtNDArray[] before, PtNDArray[] gradients, double share) {
        var arguments = new IValue[] {IValue.listFrom(before), IValue.listFrom(gradients), IValue.from(share)};
        try (var answer = Kernels.run("blend", true, arguments)) {
            return answer.toTensorArray((PtNDManager) scope);
        }
    }

    /** Neighbouring arrays, about as many values for each thread; all of them in one where that is little work. */
    private List<Range> ranges(PtNDArray[] gradients) {
        long all = Arrays.stream(gradients).mapToLong(PtNDArray::size).sum();
        int count = scope.getDevice().isGpu() || all < WORTH_SHARING ? 1 : Shards.threads();
        var out = new ArrayList<Range>();
        long seen = 0;
        int from = 0;
        for (int i = 0; i < gradients.length; i++) {
            seen += gradients[i].size();
            if (seen * count < all * (out.size() + 1)) continue;
            out.add(new Range(from, i + 1));
            from = i + 1;
        }
        return out;
    }

    private record Range(int from, int to) {
        PtNDArray[] of(PtNDArray[] all) {
            return Arrays.copyOfRange(all, from, to);
        }
    }
}

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

/** The gradients of a batch from those of its parts. The order of the parts decides the last bits, so it is always the same. */
final class GradientSum {
    /** Below so many values sharing costs more than adding. */
    private static final long WORTH_SHARING = 1 << 20;

    private final NDManager scope;
    private PtNDArray[] sums = {};

    GradientSum(NDManager scope) {
        this.scope = scope;
    }

    /** Takes over the mean gradients of a part that holds this share of the batch. */
    void add(PtNDArray[] gradients, float share) {
        if (share == 1) {
            sums = gradients;
            return;
        }
        boolean first = sums.length == 0;
        var tasks = ranges(gradients).stream()
                .map(r -> (Supplier<PtNDArray[]>)
                        () -> first ? weighed(r.of(gradients), share) : added(r.of(sums), r.of(gradients), share))
                .toList();
        sums = Shards.all(tasks).stream().flatMap(Stream::of).toArray(PtNDArray[]::new);
        for (var g : gradients) g.close();
    }

    private PtNDArray[] weighed(PtNDArray[] gradients, double share) {
        try (var answer = Kernels.run("weigh", true, IValue.listFrom(gradients), IValue.from(share))) {
            return answer.toTensorArray((PtNDManager) scope);
        }
    }

    private static PtNDArray[] added(PtNDArray[] sums, PtNDArray[] gradients, double share) {
        Kernels.run("accumulate", true, IValue.listFrom(sums), IValue.listFrom(gradients), IValue.from(share))
                .close();
        return sums;
    }

    PtNDArray[] gradients() {
        return sums;
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

package dev.wsol.contract.sweep;

import dev.wsol.contract.Need;
import dev.wsol.contract.Protocol;
import java.util.Map;
import java.util.Optional;

/**
 * The number that a search is after: one metric under one protocol.
 *
 * @param protocol a preset's name or {@link Protocol#text()}
 * @param metric as results name it; {@code maxBoxAcc} alone is the protocol's own main level
 */
public record Objective(String protocol, String metric, boolean maximise) {
    public Objective {
        Need.text("metric", metric);
        Protocol.of(protocol);
    }

    /** @return empty if the result is of another protocol or has no such number; NaN is a number here, the worst one */
    public Optional<Double> of(String protocolDigest, Map<String, Double> metrics) {
        var own = Protocol.of(protocol);
        return own.digest().equals(protocolDigest)
                ? Optional.ofNullable(metrics.get(metric))
                        .or(() -> Optional.ofNullable(metrics.get(metric + own.mainIou())))
                : Optional.empty();
    }

    /** The number turned so that more is better; the worst of all for what is no number. */
    public double score(double value) {
        if (Double.isNaN(value)) return Double.NEGATIVE_INFINITY;
        return maximise ? value : -value;
    }
}

package dev.wsol.contract;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The checkpoint of a run that counts as its result, and by which number.
 *
 * @param protocol digest of the protocol that gave the number; empty where none was asked
 * @param metric name of the number; empty for the last epoch
 * @param percent NaN for the last epoch
 * @param among checkpoints that could be compared
 */
public record Choice(CheckpointRef checkpoint, String protocol, String metric, double percent, int among) {

    /**
     * A checkpoint with what one protocol says of it.
     *
     * @param protocol digest
     * @param split what was scored: {@code validation}, {@code test}
     */
    public record Candidate(CheckpointRef checkpoint, String protocol, String split, Map<String, Double> metrics) {
        public static Candidate of(EvaluationResult r) {
            return new Candidate(
                    r.checkpoint(), r.protocol().digest(), r.protocol().split(), r.metrics());
        }
    }

    /**
     * The first checkpoint, in order of epochs, whose number no later one exceeds: as the official program does, an equal
     * number later replaces nothing. Numbers of different protocols are never compared; where several protocols have the
     * number, the one that scored most checkpoints decides.
     *
     * @return empty while nothing that was scored has the number
     */
    public static Optional<Choice> of(Selection rule, Collection<Candidate> candidates) {
        return rule.on() == Selection.On.LAST ? last(candidates) : best(rule, candidates);
    }

    private static Optional<Choice> last(Collection<Candidate> candidates) {
        int among = (int)
                candidates.stream().map(c -> c.checkpoint().sha256()).distinct().count();
        return candidates.stream()
                .map(Candidate::checkpoint)
                .max(Comparator.comparingInt(CheckpointRef::epoch))
                .map(c -> new Choice(c, "", "", Double.NaN, among));
    }

    private static Optional<Choice> best(Selection rule, Collection<Candidate> candidates) {
        Map<String, List<Candidate>> byProtocol = candidates.stream()
                .filter(c -> metric(rule, c).isPresent())
                .collect(Collectors.groupingBy(Candidate::protocol));
        return byProtocol.entrySet().stream()
                .max(Comparator.<Map.Entry<String, List<Candidate>>>comparingInt(
                                e -> e.getValue().size())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(e -> best(rule, e.getValue()));
    }

    private static Choice best(Selection rule, List<Candidate> scored) {
        var chosen = scored.stream()
                .sorted(Comparator.comparingInt(c -> c.checkpoint().epoch()))
                .reduce((kept, next) -> number(rule, next) > number(rule, kept) ? next : kept)
                .orElseThrow();
        return new Choice(
                chosen.checkpoint(),
                chosen.protocol(),
                metric(rule, chosen).orElseThrow(),
                number(rule, chosen),
                scored.size());
    }

    private static double number(Selection rule, Candidate c) {
        return c.metrics().get(metric(rule, c).orElseThrow());
    }

    /** Which of its metrics the rule looks at. A protocol for test images may bring figures of the validation images too. */
    private static Optional<String> metric(Selection rule, Candidate c) {
        var plain =
                switch (rule.by()) {
                    case GT_KNOWN -> "gtKnown";
                    case MAX_BOX_ACC -> "maxBoxAcc50";
                    case TOP1_LOC -> "top1Loc";
                    case TOP1_CLS -> "top1Cls";
                };
        boolean own = c.split().equals(rule.on().text());
        boolean beside = rule.on() == Selection.On.VALIDATION;
        var name = own || !beside
                ? plain
                : "validation" + plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
        var value = own || beside ? c.metrics().get(name) : null;
        return value == null || value.isNaN() ? Optional.empty() : Optional.of(name);
    }
}

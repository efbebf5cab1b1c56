package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchStep;
import java.util.Optional;

/**
 * Trials train to the end unless the median rule gives them up (Golovin et al. 2017, section 3.2.2): the best measurement
 * so far is strictly worse than the median of the running means of the others that came as far.
 */
final class MedianSearch implements Search {
    private final FullSearch full;
    private final int epochs;
    private final Scheduler.Median rule;

    MedianSearch(Points points, int epochs, Scheduler.Median rule) {
        this.full = new FullSearch(points, epochs, rule.every());
        this.epochs = epochs;
        this.rule = rule;
    }

    @Override
    public Optional<SearchStep> next(History history, boolean room, boolean fresh) {
        return history.searched()
                .filter(Trial::open)
                .flatMap(t -> verdict(t, history).stream())
                .findFirst()
                .or(() -> full.next(history, room, fresh));
    }

    private Optional<SearchStep> verdict(Trial t, History h) {
        int epoch = t.measuredAt().orElse(0);
        if (epoch == 0 || epoch <= rule.grace() || epoch >= epochs) return Optional.empty();
        var means = h.searched()
                .filter(o -> o.number() != t.number() && o.measures().containsKey(epoch))
                .mapToDouble(o -> mean(o, epoch, h))
                .sorted()
                .toArray();
        if (means.length < rule.trials()) return Optional.empty();
        double median = median(means);
        double best = t.measures().values().stream()
                .mapToDouble(h.objective()::score)
                .max()
                .orElseThrow();
        if (best >= median) return Optional.empty();
        return Optional.of(new SearchStep.Stopped(
                t.number(),
                "its best, " + raw(best, h) + ", is worse at epoch " + epoch + " than the median " + raw(median, h)
                        + " of the running means of " + means.length + " others"));
    }

    private static double mean(Trial t, int epoch, History h) {
        return t.measures().headMap(epoch, true).values().stream()
                .mapToDouble(h.objective()::score)
                .average()
                .orElseThrow();
    }

    private static double median(double[] rising) {
        int half = rising.length / 2;
        return rising.length % 2 == 1 ? rising[half] : (rising[half - 1] + rising[half]) / 2;
    }

    private static String raw(double score, History h) {
        return Words.number(h.objective().maximise() ? score : -score);
    }

    @Override
    public boolean measures(int epoch) {
        return full.measures(epoch);
    }

    @Override
    public Optional<Integer> size() {
        return full.size();
    }
}

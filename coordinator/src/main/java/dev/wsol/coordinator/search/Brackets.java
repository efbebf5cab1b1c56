package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The table of Hyperband (Li et al. 2018, algorithm 1).
 *
 * @param all the first begins with most trials and fewest epochs; the last is plain search
 */
record Brackets(int eta, List<Bracket> all) {
    Brackets {
        all = List.copyOf(all);
    }

    /**
     * Successive halving from one start.
     *
     * @param trials of each rung
     * @param epochs of each rung, rising to a complete training
     */
    record Bracket(List<Integer> trials, List<Integer> epochs) {
        Bracket {
            trials = List.copyOf(trials);
            epochs = List.copyOf(epochs);
        }

        int top() {
            return epochs.size() - 1;
        }
    }

    static Brackets of(Scheduler.Hyperband h, int end) {
        int most = 0;
        for (long e = (long) h.least() * h.eta(); e <= end; e *= h.eta()) most++;
        var all = new ArrayList<Bracket>();
        for (int s = most; s >= 0; s--) all.add(bracket(s, most, h.eta(), end));
        return new Brackets(h.eta(), all);
    }

    private static Bracket bracket(int s, int most, int eta, int end) {
        long power = Math.round(Math.pow(eta, s));
        int n = (int) (((most + 1) * power + s) / (s + 1));
        var trials = new ArrayList<Integer>();
        var epochs = new ArrayList<Integer>();
        for (int i = 0; i <= s; i++) {
            trials.add((int) Math.max(1, n / Math.round(Math.pow(eta, i))));
            epochs.add((int) Math.max(1, Math.round(end / Math.pow(eta, s - i))));
        }
        return new Bracket(trials, epochs);
    }

    int trials() {
        return all.stream().mapToInt(b -> b.trials().get(0)).sum();
    }

    /** The bracket of the n-th trial from 0, counted on when the table is gone through again. */
    int bracketOf(int n) {
        int round = n / trials();
        int left = n % trials();
        int at = 0;
        while (left >= all.get(at).trials().get(0))
            left -= all.get(at++).trials().get(0);
        return round * all.size() + at;
    }

    Bracket get(int number) {
        return all.get(number % all.size());
    }

    boolean measures(int epoch) {
        var any = new TreeSet<Integer>();
        all.forEach(b -> any.addAll(b.epochs()));
        return any.contains(epoch);
    }

    /** For people: {@code 81 x 1, 27 x 3, ...}. */
    static String words(Bracket b) {
        return String.join(
                ", ",
                IntStream.range(0, b.epochs().size())
                        .mapToObj(i -> b.trials().get(i) + " x " + b.epochs().get(i))
                        .toList());
    }
}

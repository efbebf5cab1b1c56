package dev.wsol.coordinator.search;

import dev.wsol.contract.sweep.Scheduler;
import dev.wsol.contract.sweep.SearchStep;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Population based training with truncation selection (Jaderberg et al. 2017), asynchronous: a member that waits after an
 * interval is compared with what is known of the others by then. Of the worst share it is given up, and a child of one of
 * the best share takes its place, going on from that one's newest checkpoint with other hyper-parameters.
 */
final class PbtSearch implements Search {
    private final Points points;
    private final Explorer explorer;
    private final Scheduler.Pbt rule;
    private final int epochs;

    PbtSearch(Points points, Explorer explorer, Scheduler.Pbt rule, int epochs) {
        this.points = points;
        this.explorer = explorer;
        this.rule = rule;
        this.epochs = epochs;
    }

    @Override
    public Optional<SearchStep> next(History history, boolean room, boolean fresh) {
        var members = members(history);
        if (room && fresh && members.size() < rule.population()) {
            var member = Proposals.next(points, history, first(0), members.size(), "member " + members.size());
            if (member.isPresent()) return member; // a grid may have fewer points than there are members
        }
        var child = room && fresh ? child(members, history) : Optional.<SearchStep>empty();
        if (child.isPresent()) return child;
        return members.stream()
                .filter(t -> t.waits() && t.until() < epochs)
                .min(Comparator.comparingInt(Trial::until).thenComparingInt(Trial::bracket))
                .flatMap(t -> step(t, members, history, room, fresh));
    }

    /** The newest trial of each place in the population. */
    private static List<Trial> members(History h) {
        return List.copyOf(h.searched()
                .collect(Collectors.toMap(Trial::bracket, Function.identity(), (old, newer) -> newer, TreeMap::new))
                .values());
    }

    private Optional<SearchStep> step(Trial t, List<Trial> members, History h, boolean room, boolean fresh) {
        var known = ranked(members, h);
        int place = known.indexOf(t);
        int tail = tail();
        boolean enough = known.size() >= 2 * tail && 2 * known.size() > rule.population();
        if (fresh && enough && place >= known.size() - tail)
            return Optional.of(new SearchStep.Stopped(
                    t.number(), "place " + (place + 1) + " of " + known.size() + ", the last " + tail + " give way"));
        return room
                ? Optional.of(new SearchStep.Continued(
                        t.number(), first(t.until()), "place " + (place + 1) + " of " + known.size()))
                : Optional.empty();
    }

    /** In the place of a member that gave way, a child of one of the best. */
    private Optional<SearchStep> child(List<Trial> members, History h) {
        var gone = members.stream().filter(t -> !t.open() && t.until() < epochs).findFirst();
        var best = ranked(members, h).stream().limit(tail()).toList();
        if (gone.isEmpty() || best.isEmpty()) return Optional.empty();
        int number = h.size() + 1;
        var parent = best.get(explorer.pick(number, best.size()));
        int epoch = parent.measures().lastKey();
        if (epoch >= epochs) return Optional.empty(); // nothing is left to train
        return Optional.of(new SearchStep.Proposed(
                number,
                explorer.near(parent.point(), number),
                first(epoch),
                gone.get().bracket(),
                Optional.of(new SearchStep.From(parent.number(), epoch)),
                0,
                "in the place of trial " + gone.get().number() + ", goes on from trial " + parent.number()
                        + " at epoch " + epoch));
    }

    /** By the newest measurement; members that gave way no longer count. */
    private static List<Trial> ranked(List<Trial> members, History h) {
        return members.stream()
                .filter(t -> t.stopped().isEmpty() && !t.measures().isEmpty())
                .sorted(Comparator.<Trial>comparingDouble(t -> -h.score(t).orElseThrow())
                        .thenComparingInt(Trial::number))
                .toList();
    }

    private int tail() {
        return Math.max(1, (int) Math.floor(rule.population() * rule.share()));
    }

    private int first(int after) {
        return Math.min(epochs, (after / rule.interval() + 1) * rule.interval());
    }

    @Override
    public boolean measures(int epoch) {
        return epoch == epochs || epoch % rule.interval() == 0;
    }

    /** Every member may give way at every interval. */
    @Override
    public Optional<Integer> size() {
        return Optional.of(rule.population() * ((epochs + rule.interval() - 1) / rule.interval()));
    }
}

package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.JobState;
import dev.wsol.contract.Nearest;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.JobView;
import dev.wsol.coordinator.board.Traits;
import dev.wsol.coordinator.board.Wanted;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which jobs are meant. Every word narrows; {@code *} and {@code ?} in names stand for any letters and any letter. */
final class JobFilter {
    static final List<String> NAMES = List.of("id", "kind", "state", "owner", "arch", "queue", "parent", "sweep");

    private static final List<String> KINDS = List.of("train", "evaluate", "sweep");
    private static final List<String> STATES =
            Arrays.stream(JobState.values()).map(Values::state).toList();

    private JobFilter() {}

    /**
     * @param word the wish of that name; null or empty for none
     * @throws BadSpec if nothing narrows the selection
     */
    static Wanted some(UnaryOperator<String> word, JobView view) {
        if (NAMES.stream().map(word).allMatch(JobFilter::isNone))
            throw new BadSpec("", "must say which jobs are meant, by at least one of " + String.join(", ", NAMES));
        return of(word, view);
    }

    /** @param word the wish of that name; null or empty for none */
    static Wanted of(UnaryOperator<String> word, JobView view) {
        if (NAMES.stream().map(word).allMatch(JobFilter::isNone)) return Wanted.ALL;
        var kind = one("kind", word.apply("kind"), KINDS);
        var state = one("state", word.apply("state"), STATES);
        var owner = glob(word.apply("owner"));
        var arch = glob(word.apply("arch"));
        var queue = glob(word.apply("queue"));
        Predicate<Traits> traits = t -> (isNone(kind) || kind.equals(t.kind()))
                && (isNone(state) || state.equalsIgnoreCase(t.state().name()))
                && owner.test(t.owner())
                && arch.test(t.arch())
                && queue.test(t.queue());
        var id = word.apply("id");
        var parent = word.apply("parent");
        var sweep = word.apply("sweep");
        return new Wanted(
                traits,
                rest(id, parent, sweep, view),
                isNone(parent) ? Optional.empty() : exact(parent),
                isNone(sweep) ? Optional.empty() : exact(sweep.toLowerCase(Locale.ROOT)),
                isNone(id) ? "" : id.toLowerCase(Locale.ROOT).split("[*?]", 2)[0]);
    }

    private static Predicate<JobCard> rest(String id, String parent, String sweep, JobView view) {
        var ids = glob(id);
        Predicate<JobCard> all = card -> ids.test(card.id().value());
        if (!isNone(parent))
            all = all.and(card ->
                    card.job().parent().filter(p -> p.value().equals(parent)).isPresent());
        if (!isNone(sweep)) {
            var above = glob(sweep);
            all = all.and(card -> below(above, card, view));
        }
        return all;
    }

    /** A word that is none would match nothing, silently. */
    private static String one(String name, String wish, List<String> known) {
        if (!isNone(wish) && !known.contains(wish.toLowerCase(Locale.ROOT)))
            throw new BadSpec(
                    name, "'" + wish + "' is none of " + String.join(", ", known) + Nearest.hint(wish, known));
        return isNone(wish) ? wish : wish.toLowerCase(Locale.ROOT);
    }

    /** Empty for what is no whole id: then jobs must be looked at one by one. */
    private static Optional<JobId> exact(String wish) {
        try {
            return Optional.of(new JobId(wish));
        } catch (BadSpec noId) {
            return Optional.empty();
        }
    }

    private static boolean isNone(String wish) {
        return wish == null || wish.isEmpty();
    }

    /** Whether the job is below one whose id matches. */
    private static boolean below(Predicate<String> wish, JobCard card, JobView view) {
        for (var above = card.job().parent();
                above.isPresent();
                above = above.flatMap(view::get).flatMap(c -> c.job().parent()))
            if (wish.test(above.get().value())) return true;
        return false;
    }

    private static Predicate<String> glob(String wish) {
        if (isNone(wish)) return text -> true;
        var pattern = pattern(wish);
        return text -> pattern.matcher(text).matches();
    }

    private static Pattern pattern(String wish) {
        return Pattern.compile(
                Arrays.stream(wish.toLowerCase(Locale.ROOT).split("(?=[*?])|(?<=[*?])"))
                        .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
                        .collect(Collectors.joining()),
                Pattern.CASE_INSENSITIVE);
    }

    static String queue(JobSpec spec) {
        if (spec instanceof JobSpec.Train t) return t.queue();
        return spec instanceof JobSpec.Evaluate e ? e.queue() : "";
    }
}

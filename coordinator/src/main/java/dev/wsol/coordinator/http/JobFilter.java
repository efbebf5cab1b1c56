package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.coordinator.board.JobCard;
import dev.wsol.coordinator.board.JobView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which jobs are meant. Every word narrows; {@code *} and {@code ?} in names stand for any letters and any letter. */
final class JobFilter {
    static final List<String> NAMES = List.of("id", "kind", "state", "owner", "arch", "queue", "parent", "sweep");

    private JobFilter() {}

    /**
     * @param word the wish of that name; null or empty for none
     * @throws BadSpec if nothing narrows the selection
     */
    static Predicate<JobCard> some(Function<String, String> word, JobView view) {
        if (NAMES.stream().map(word).allMatch(JobFilter::isNone))
            throw new BadSpec(
                    "select", "must say which jobs are meant, by at least one of " + String.join(", ", NAMES));
        return of(word, view);
    }

    /** @param word the wish of that name; null or empty for none */
    static Predicate<JobCard> of(Function<String, String> word, JobView view) {
        var all = NAMES.stream()
                .filter(name -> !isNone(word.apply(name)))
                .map(name -> one(name, word.apply(name), view))
                .toList();
        return card -> all.stream().allMatch(p -> p.test(card));
    }

    private static boolean isNone(String wish) {
        return wish == null || wish.isEmpty();
    }

    private static Predicate<JobCard> one(String name, String wish, JobView view) {
        return switch (name) {
            case "id" -> glob(wish, card -> card.id().value());
            case "kind" -> card -> wish.equals(Values.kind(card.job().spec()));
            case "state" -> card -> wish.equalsIgnoreCase(card.job().state().name());
            case "owner" -> glob(wish, card -> card.job().owner());
            case "arch" -> glob(wish, card -> arch(card.job().spec()));
            case "queue" -> glob(wish, card -> queue(card.job().spec()));
            case "parent" ->
                card -> card.job().parent().filter(p -> p.value().equals(wish)).isPresent();
            case "sweep" -> card -> below(wish, card, view);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Whether the job is below one whose id matches. */
    private static boolean below(String wish, JobCard card, JobView view) {
        var pattern = pattern(wish);
        for (var above = card.job().parent();
                above.isPresent();
                above = above.flatMap(view::get).flatMap(c -> c.job().parent()))
            if (pattern.matcher(above.map(JobId::value).get()).matches()) return true;
        return false;
    }

    private static Predicate<JobCard> glob(String wish, Function<JobCard, String> of) {
        var pattern = pattern(wish);
        return card -> pattern.matcher(of.apply(card)).matches();
    }

    private static Pattern pattern(String wish) {
        return Pattern.compile(
                Arrays.stream(wish.toLowerCase(Locale.ROOT).split("(?=[*?])|(?<=[*?])"))
                        .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
                        .collect(Collectors.joining()),
                Pattern.CASE_INSENSITIVE);
    }

    private static String arch(JobSpec spec) {
        if (spec instanceof JobSpec.Train t) return t.model().arch();
        return spec instanceof JobSpec.Evaluate e ? e.model().arch() : "";
    }

    static String queue(JobSpec spec) {
        if (spec instanceof JobSpec.Train t) return t.queue();
        return spec instanceof JobSpec.Evaluate e ? e.queue() : "";
    }
}

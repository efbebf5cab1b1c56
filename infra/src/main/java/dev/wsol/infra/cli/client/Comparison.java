package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Two results under the same protocol on the same data. */
record Comparison(Scored a, Scored b) {
    /**
     * All pairs of the same protocol and data.
     *
     * @throws CommandFailed if there are none, naming what differs
     */
    static List<Comparison> of(List<Scored> ours, List<Scored> theirs) {
        var out = new ArrayList<Comparison>();
        for (var a : ours) for (var b : theirs) if (a.mayBeSetBeside(b)) out.add(new Comparison(a, b));
        if (out.isEmpty()) throw new CommandFailed(Exit.CONFLICT, Table.printable(refusal(ours.get(0), theirs.get(0))));
        return out;
    }

    private static String refusal(Scored a, Scored b) {
        var parts = new ArrayList<String>();
        if (!a.datasetDigest().equals(b.datasetDigest()))
            parts.add("the data differ: " + a.dataset() + " (" + start(a.datasetDigest()) + ") and " + b.dataset()
                    + " (" + start(b.datasetDigest()) + ")");
        if (!a.protocolDigest().equals(b.protocolDigest()))
            parts.add("the protocols differ: " + a.protocol() + " and " + b.protocol() + ", in "
                    + String.join(", ", differing(a, b)));
        return a.name() + " and " + b.name() + " are not comparable: " + String.join("; ", parts)
                + ". Evaluate one of them as the other: wsol evaluate --help";
    }

    /** Choices that are not the same, as {@code map (true, predicted)}. */
    static List<String> differing(Scored a, Scored b) {
        var ours = choices(a.canonical());
        var theirs = choices(b.canonical());
        var keys = new LinkedHashSet<>(ours.keySet());
        keys.addAll(theirs.keySet());
        return keys.stream()
                .filter(k -> !ours.getOrDefault(k, "").equals(theirs.getOrDefault(k, "")))
                .map(k -> k + " (" + ours.getOrDefault(k, "none") + ", " + theirs.getOrDefault(k, "none") + ")")
                .toList();
    }

    private static Map<String, String> choices(String canonical) {
        var out = new LinkedHashMap<String, String>();
        canonical.lines().forEach(line -> {
            int at = line.indexOf('=');
            if (at > 0) out.put(line.substring(0, at), line.substring(at + 1));
        });
        return out;
    }

    static String text(List<Comparison> comparisons) {
        return String.join(
                System.lineSeparator() + System.lineSeparator(),
                comparisons.stream().map(Comparison::text).toList());
    }

    private String text() {
        var table = new Table("METRIC", "A", "B", "B - A");
        shared(a.numbers(), b.numbers())
                .forEach(m -> table.row(
                        m,
                        percent(a.numbers().get(m)),
                        percent(b.numbers().get(m)),
                        signed(b.numbers().get(m) - a.numbers().get(m))));
        shared(a.counts(), b.counts())
                .forEach(m -> table.row(
                        m,
                        whole(a.counts().get(m)),
                        whole(b.counts().get(m)),
                        String.format(
                                Locale.ROOT,
                                "%+.0f",
                                b.counts().get(m) - a.counts().get(m))));
        return Table.printable(
                        "Protocol " + a.protocol() + " on " + a.dataset() + " (data " + start(a.datasetDigest()) + ")")
                + System.lineSeparator()
                + Table.printable("A: " + a.name() + ", " + a.images() + " images; B: " + b.name() + ", " + b.images()
                        + " images")
                + System.lineSeparator()
                + table;
    }

    ObjectNode json() {
        var out = Json.object()
                .put("a", a.name())
                .put("b", b.name())
                .put("dataset", a.dataset())
                .put("datasetDigest", a.datasetDigest())
                .put("protocol", a.protocol())
                .put("protocolDigest", a.protocolDigest());
        var metrics = out.putObject("metrics");
        for (var m : shared(a.numbers(), b.numbers()))
            metrics.putObject(m)
                    .put("a", a.numbers().get(m))
                    .put("b", b.numbers().get(m))
                    .put("difference", b.numbers().get(m) - a.numbers().get(m));
        var counts = out.putObject("counts");
        for (var m : shared(a.counts(), b.counts()))
            counts.putObject(m)
                    .put("a", a.counts().get(m).longValue())
                    .put("b", b.counts().get(m).longValue());
        return out;
    }

    private static List<String> shared(Map<String, Double> a, Map<String, Double> b) {
        return a.keySet().stream().filter(b::containsKey).toList();
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.2f", value);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String start(String digest) {
        return digest.length() > 12 ? digest.substring(0, 12) : digest;
    }
}

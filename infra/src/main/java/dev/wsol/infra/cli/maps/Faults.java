package dev.wsol.infra.cli.maps;

import dev.wsol.vision.dataset.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What is wrong with lists and maps: all of it counted, told in the order of the lists. Safe for several threads. */
final class Faults {
    private static final int TOLD = 10;

    private final List<String> first = new ArrayList<>();
    private final TreeMap<Integer, String> byImage = new TreeMap<>();
    private int count;

    /** Mistakes of the lists themselves. */
    synchronized void lists(Problems problems) {
        problems.told().forEach(p -> first.add(p.toString()));
        count += problems.count();
    }

    /** An image that cannot be scored; {@code at} is its place in the lists. */
    synchronized void image(int at, String id, String message) {
        count++;
        byImage.put(at, id + ": " + message);
    }

    synchronized int count() {
        return count;
    }

    /** All messages. */
    synchronized List<String> all() {
        var all = new ArrayList<>(first);
        all.addAll(byImage.values());
        return all;
    }

    /** How many, and the first ten. */
    synchronized String summary() {
        var text = new StringBuilder(count + (count == 1 ? " problem" : " problems"));
        all().stream().limit(TOLD).forEach(m -> text.append("\n  ").append(m));
        if (count > TOLD) text.append("\n  and ").append(count - TOLD).append(" more");
        return text.toString();
    }
}

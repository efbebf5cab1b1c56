package dev.wsol.coordinator.job;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How many jobs of a kind (train, evaluate) one owner may have running at a time. Jobs made for a job are of its owner.
 *
 * @param byOwner by name, each at least 1
 * @param others for everybody who is not named; empty for no limit
 */
public record OwnerLimits(Map<String, Integer> byOwner, OptionalInt others) {
    public static final OwnerLimits NONE = new OwnerLimits(Map.of(), OptionalInt.empty());

    public OwnerLimits {
        byOwner = Map.copyOf(byOwner);
    }

    /**
     * @param text {@code alice=2,*=8}; empty for no limits
     * @throws IllegalArgumentException saying what is wrong
     */
    public static OwnerLimits parse(String text) {
        var named = new TreeMap<String, Integer>();
        for (var entry : text.split(",")) {
            if (entry.isBlank()) continue;
            int at = entry.lastIndexOf('=');
            if (at < 1) throw new IllegalArgumentException("expected owner=number, found '" + entry.strip() + "'");
            int limit = Integer.parseInt(entry.substring(at + 1).strip());
            if (limit < 1) throw new IllegalArgumentException("a limit is at least 1, not " + limit);
            if (named.put(entry.substring(0, at).strip(), limit) != null)
                throw new IllegalArgumentException("'" + entry.substring(0, at).strip() + "' is there twice");
        }
        var others = named.remove("*");
        return new OwnerLimits(named, others == null ? OptionalInt.empty() : OptionalInt.of(others));
    }

    OptionalInt of(String owner) {
        var own = byOwner.get(owner);
        return own == null ? others : OptionalInt.of(own);
    }
}

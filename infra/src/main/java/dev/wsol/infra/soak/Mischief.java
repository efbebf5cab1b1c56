package dev.wsol.infra.soak;

import dev.wsol.infra.soak.Troupe.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Chooses, by dice of a seed, what goes wrong next. */
final class Mischief {
    private static final Duration STORE_AWAY = Duration.ofSeconds(2);

    /** Longer than a lease: whoever had one is not heard of for too long. */
    private static final Duration FROZEN = Troupe.LEASE.plusSeconds(2);

    private record Frozen(Child who, long until) {}

    private final Troupe troupe;
    private final Random dice;
    private final Consumer<String> say;
    private final Map<Role, Integer> kills = new EnumMap<>(Role.class);
    private final List<Frozen> frozen = new ArrayList<>();
    private int freezes;
    private int outages;

    Mischief(Troupe troupe, long seed, Consumer<String> say) {
        this.troupe = troupe;
        this.dice = new Random(seed);
        this.say = say;
    }

    /** One more process is killed and started again; now and then something else goes wrong too. */
    void strike() {
        if (dice.nextInt(6) == 0) freeze();
        if (dice.nextInt(8) == 0) {
            outages++;
            troupe.gate().away(STORE_AWAY);
            say.accept("the store is away for " + STORE_AWAY.toSeconds() + " s");
        }
        kill();
    }

    /** Whoever was frozen long enough goes on. */
    void thaw(boolean everybody) {
        frozen.removeIf(f -> {
            if (!everybody && System.nanoTime() - f.until < 0) return false;
            f.who.thaw();
            return true;
        });
    }

    private void kill() {
        int roll = dice.nextInt(100);
        var role = roll < 45 ? Role.TRAINER : roll < 70 ? Role.EVALUATOR : roll < 94 ? Role.COORDINATOR : Role.BROKER;
        int number = dice.nextInt(troupe.size(role));
        say.accept("kill -9 of " + troupe.child(role, number).name());
        kills.merge(role, 1, Integer::sum);
        troupe.replace(role, number);
    }

    private void freeze() {
        var role = dice.nextInt(3) == 0 ? Role.EVALUATOR : Role.TRAINER;
        var who = troupe.child(role, dice.nextInt(troupe.size(role)));
        freezes++;
        who.freeze();
        frozen.add(new Frozen(who, System.nanoTime() + FROZEN.toNanos()));
        say.accept(who.name() + " stands still for " + FROZEN.toSeconds() + " s");
    }

    int kills() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    Map<Role, Integer> killsByRole() {
        return Map.copyOf(kills);
    }

    int freezes() {
        return freezes;
    }

    int outages() {
        return outages;
    }
}

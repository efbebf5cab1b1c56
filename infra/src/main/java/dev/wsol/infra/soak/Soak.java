package dev.wsol.infra.soak;

import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.infra.local.LocalStackException;
import dev.wsol.infra.soak.Troupe.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * Jobs flow through the whole system while its processes die, freeze, lose the store and hear things twice. At the end the
 * history is read again from its beginning and judged.
 */
public final class Soak {
    /** Jobs under way at the same time. */
    private static final int OPEN = 16;

    private static final Duration BETWEEN_KILLS = Duration.ofMillis(1_500);

    /** When nothing has ended for so long, nothing will. Joining a group anew and a lost lease take seconds each. */
    private static final Duration STILL = Duration.ofMinutes(2);

    private static final double COPIED = 0.08;
    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * What is to be done.
     *
     * @param jobs train jobs to submit; their evaluations come on top
     * @param kills processes to kill
     * @param seed of all dice
     * @param limits after which it is judged as it stands
     */
    record Plan(int jobs, int kills, long seed, int trainers, int evaluators, Watch.Limits limits) {}

    private final Plan plan;
    private final Path dir;
    private final Consumer<String> say;
    private final Random dice;
    private final Client client = new Client();
    private final Set<JobId> accepted = new LinkedHashSet<>();
    private final Audit live = new Audit();
    private final List<String> violations = new ArrayList<>();
    private final Watch watch;
    private int heard;

    /**
     * @param dir an empty folder; logs of all processes are kept in it
     * @param say hears what goes on
     */
    Soak(Plan plan, Path dir, Consumer<String> say) {
        this.plan = plan;
        this.dir = dir;
        this.say = say;
        this.dice = new Random(plan.seed);
        this.watch = new Watch(plan.limits, System::nanoTime);
    }

    /** @param most that it may take before it is judged as it stands */
    public static Soak of(
            int jobs,
            int kills,
            long seed,
            int trainers,
            int evaluators,
            Duration most,
            Path dir,
            Consumer<String> say) {
        return new Soak(new Plan(jobs, kills, seed, trainers, evaluators, new Watch.Limits(STILL, most)), dir, say);
    }

    public Verdict run() {
        long start = System.nanoTime();
        say.accept("starting a broker, a store, two coordinators, " + plan.trainers + " trainers and " + plan.evaluators
                + " evaluators");
        try (var troupe = Troupe.start(dir, plan.seed, plan.trainers, plan.evaluators)) {
            var mischief = new Mischief(troupe, plan.seed, say);
            int copies;
            try (var chronicle = Chronicle.fromTheBeginning(troupe.kafka());
                    var copier = new Copier(troupe.kafka(), plan.seed, COPIED)) {
                play(troupe, mischief, chronicle);
                copies = copier.copies();
            }
            return judge(troupe, mischief, copies, start);
        }
    }

    private void play(Troupe troupe, Mischief mischief, Chronicle chronicle) {
        watch.moved(); // starting all the processes was not standing still
        try {
            stir(troupe, mischief, chronicle);
            settle(troupe, mischief, chronicle);
        } catch (LocalStackException e) {
            violations.add(e.getMessage());
        }
        if (!isStirred(mischief) || !live.lost(accepted).isEmpty())
            watch.over().ifPresent(why -> violations.add(why + "; " + soFar(mischief)));
    }

    private boolean isStirred(Mischief mischief) {
        return accepted.size() >= plan.jobs && mischief.kills() >= plan.kills;
    }

    /** Submits and strikes, hand in hand, until all jobs are submitted and all kills are done. */
    private void stir(Troupe troupe, Mischief mischief, Chronicle chronicle) {
        long next = System.nanoTime();
        while (!isStirred(mischief) && watch.over().isEmpty()) {
            hear(troupe, mischief, chronicle);
            boolean due = (long) mischief.kills() * plan.jobs <= (long) accepted.size() * plan.kills;
            if (due && mischief.kills() < plan.kills && System.nanoTime() - next >= 0) {
                mischief.strike();
                watch.moved();
                next = System.nanoTime() + BETWEEN_KILLS.toNanos();
                say.accept(soFar(mischief));
            }
            boolean ahead = (long) accepted.size() * plan.kills > (long) (mischief.kills() + 1) * plan.jobs;
            boolean room = live.jobs().size() - live.ends().size() < OPEN;
            if (accepted.size() < plan.jobs && room && !ahead) submit(troupe);
        }
    }

    private String soFar(Mischief mischief) {
        return accepted.size() + " accepted, " + live.ends().size() + " of "
                + live.jobs().size() + " ended, " + mischief.kills() + " kills";
    }

    private void submit(Troupe troupe) {
        var id = "soak-" + (accepted.size() + 1);
        int epochs = 1 + Math.floorMod(id.hashCode(), 3);
        var when = Math.floorMod(id.hashCode(), 4) == 0 ? "each" : "last";
        var doors = troupe.doors();
        if (client.submit(doors.get(dice.nextInt(doors.size())), id, epochs, when)) {
            accepted.add(new JobId(id));
            watch.moved();
        }
    }

    private void settle(Troupe troupe, Mischief mischief, Chronicle chronicle) {
        if (watch.over().isPresent()) return;
        say.accept("all " + accepted.size() + " jobs are accepted; nothing more goes wrong");
        mischief.thaw(true);
        troupe.gate().calm();
        while (!live.lost(accepted).isEmpty() && watch.over().isEmpty()) hear(troupe, mischief, chronicle);
    }

    private void hear(Troupe troupe, Mischief mischief, Chronicle chronicle) {
        mischief.thaw(false);
        try {
            chronicle.next(LOOK).events().forEach(live::hear);
        } catch (KafkaException e) {
            say.accept("the history cannot be read now: " + e.getMessage());
        }
        if (live.ends().size() > heard) {
            heard = live.ends().size();
            watch.moved();
        }
        for (var name : troupe.revive()) violations.add(name + " ended by itself; see its log");
    }

    private Verdict judge(Troupe troupe, Mischief mischief, int copies, long start) {
        say.accept("reading the history again");
        var audit = live;
        List<JobEvent> told = List.of();
        try {
            var all = Chronicle.replay(troupe.kafka());
            told = all.events();
            audit = new Audit();
            told.forEach(audit::hear);
            audit.published(all.results());
        } catch (KafkaException e) {
            violations.add("the history cannot be read again, judged is what was heard: " + e.getMessage());
        }
        var lost = audit.lost(accepted);
        violations.addAll(audit.violations());
        lost.forEach(id -> violations.add(id + " was accepted and has not ended"));
        int failed = 0;
        for (var end : audit.ends())
            if (end instanceof JobEvent.Failed f) {
                failed++;
                if (f.failure().code() != Failure.Code.STORE_UNREACHABLE)
                    violations.add(f.job() + " failed (" + f.failure().code() + "): "
                            + f.failure().message());
            }
        violations.addAll(new Views(client, audit).compare(troupe.doors()));
        troupe.dismiss();
        var objects = new Objects(troupe.s3(), dir.resolve("temp"));
        violations.addAll(objects.missing(told));
        int uploads = objects.cleanUp();
        if (objects.cleanUp() > 0) violations.add("multipart uploads outlive their clean-up");
        var kills = mischief.killsByRole();
        return new Verdict(
                audit.jobs().size(),
                audit.ends().size(),
                failed,
                lost.size(),
                audit.doubled(),
                audit.stale(),
                mischief.kills(),
                Map.of(
                        "broker", kills.getOrDefault(Role.BROKER, 0),
                        "coordinator", kills.getOrDefault(Role.COORDINATOR, 0),
                        "evaluator", kills.getOrDefault(Role.EVALUATOR, 0),
                        "trainer", kills.getOrDefault(Role.TRAINER, 0)),
                mischief.freezes(),
                mischief.outages(),
                troupe.gate().delays(),
                troupe.gate().failures(),
                copies,
                uploads,
                (System.nanoTime() - start) / 1e9,
                List.copyOf(violations));
    }
}

package dev.wsol.infra.soak;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Judges a history against the promises: one end for each job, one holder for each lease epoch, no word of a stale epoch, no
 * result twice. Knows events only, in their order.
 */
final class Audit {
    private final Map<JobId, Life> lives = new LinkedHashMap<>();
    private final Map<String, EvaluationResult> results = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private int doubled;
    private int stale;

    /** What the events have said of one job. */
    private static final class Life {
        private int epoch;
        private String holder = "";
        private JobEvent end;
        private CheckpointRef newest;
        private final Map<Integer, String> holders = new HashMap<>();
        private final Set<String> published = new HashSet<>();
    }

    void hear(JobEvent e) {
        if (e instanceof JobEvent.Refused || e instanceof JobEvent.ClaimRefused) return; // say nothing about the job
        if (e instanceof JobEvent.Submitted) {
            if (lives.putIfAbsent(e.job(), new Life()) != null) twice("accepted twice", e);
            return;
        }
        var life = lives.get(e.job());
        if (life == null) violation("before it was accepted", e);
        else if (life.end != null) afterTheEnd(life, e);
        else live(life, e);
    }

    private void afterTheEnd(Life life, JobEvent e) {
        if (e.terminal()) twice("a second end", e);
        else violation("after " + life.end.getClass().getSimpleName(), e);
    }

    private void live(Life life, JobEvent e) {
        if (e instanceof JobEvent.Queued q) queued(life, q);
        if (e instanceof JobEvent.LeaseGranted g) granted(life, g);
        if (e instanceof JobEvent.LeaseLost l) {
            fromTheHolder(life, e, l.leaseEpoch());
            life.holder = "";
        }
        if (e instanceof JobEvent.EpochDone d) fromTheHolder(life, e, d.leaseEpoch());
        if (e instanceof JobEvent.CheckpointPublished c) checkpoint(life, c);
        if (e instanceof JobEvent.RetryPlanned r) {
            fromTheHolder(life, e, r.leaseEpoch());
            life.holder = "";
        }
        if (e instanceof JobEvent.Scored s) scored(life, s);
        if (e instanceof JobEvent.Finished f) fromTheHolder(life, e, f.leaseEpoch());
        if (e instanceof JobEvent.Failed f && f.failure().code() != Failure.Code.TOO_MANY_ATTEMPTS)
            fromTheHolder(life, e, f.leaseEpoch());
        if (e.terminal()) life.end = e;
    }

    private void queued(Life life, JobEvent.Queued q) {
        boolean again = !life.holder.isEmpty() && q.leaseEpoch() == life.epoch;
        if (q.leaseEpoch() < life.epoch || again) stale("an epoch that has been", q);
        if (!Objects.equals(q.resumeFrom().orElse(null), life.newest))
            violation("does not continue from the newest checkpoint, " + life.newest, q);
        life.epoch = q.leaseEpoch();
        life.holder = "";
    }

    private void granted(Life life, JobEvent.LeaseGranted g) {
        if (g.leaseEpoch() != life.epoch) stale("not the current epoch, " + life.epoch, g);
        var first = life.holders.putIfAbsent(g.leaseEpoch(), g.worker());
        if (first != null && !first.equals(g.worker())) twice("that lease belongs to " + first, g);
        life.holder = g.worker();
    }

    private void checkpoint(Life life, JobEvent.CheckpointPublished c) {
        fromTheHolder(life, c, c.leaseEpoch());
        var uri = c.checkpoint().uri();
        if (!uri.contains("/" + c.job() + "/e" + c.leaseEpoch() + "/")) stale("of another attempt", c);
        if (!life.published.add(uri)) twice("published before", c);
        else if (life.newest != null && c.checkpoint().epoch() <= life.newest.epoch())
            violation("older than " + life.newest.uri(), c);
        life.newest = c.checkpoint();
    }

    private void scored(Life life, JobEvent.Scored s) {
        if (life.holder.isEmpty()) stale("nobody has the job", s);
        if (results.put(s.result().key(), s.result()) != null) twice("scored before", s);
    }

    private void fromTheHolder(Life life, JobEvent e, int epoch) {
        if (life.holder.isEmpty()) stale("nobody has the job", e);
        else if (epoch != life.epoch) stale("not the current epoch, " + life.epoch, e);
    }

    /** Records of the result topic: each result that was scored, once. */
    void published(Collection<EvaluationResult> records) {
        Set<String> keys = new HashSet<>();
        for (var r : records) {
            if (!keys.add(r.key())) {
                doubled++;
                violations.add("result " + r.key() + " stands twice on its topic");
            }
            if (!r.equals(results.get(r.key())))
                violations.add("result " + r.key() + " on its topic is not what was scored");
        }
        results.keySet().stream()
                .filter(k -> !keys.contains(k))
                .forEach(k -> violations.add("result " + k + " was scored and is not on its topic"));
    }

    /** Jobs that must have ended and have not, or are unknown. */
    List<JobId> lost(Collection<JobId> accepted) {
        Set<JobId> all = new HashSet<>(accepted);
        all.addAll(lives.keySet());
        return all.stream()
                .filter(id -> !lives.containsKey(id) || lives.get(id).end == null)
                .sorted()
                .toList();
    }

    /** Every job that was ever accepted, the ones made by other jobs included. */
    Set<JobId> jobs() {
        return lives.keySet();
    }

    List<JobEvent> ends() {
        return lives.values().stream().map(l -> l.end).filter(Objects::nonNull).toList();
    }

    /** What a board must show. */
    Collection<EvaluationResult> results() {
        return results.values();
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    int doubled() {
        return doubled;
    }

    int stale() {
        return stale;
    }

    private void twice(String why, JobEvent e) {
        doubled++;
        violation(why, e);
    }

    private void stale(String why, JobEvent e) {
        stale++;
        violation(why, e);
    }

    private void violation(String why, JobEvent e) {
        var text = e.toString();
        violations.add(e.job() + ": " + why + ": " + text.substring(0, Math.min(300, text.length())));
    }
}

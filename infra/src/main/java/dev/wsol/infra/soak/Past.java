package dev.wsol.infra.soak;

import dev.wsol.contract.Command;
import dev.wsol.contract.DataRef;
import dev.wsol.contract.EpochReport;
import dev.wsol.contract.EvaluationRequest;
import dev.wsol.contract.EvaluationRequest.When;
import dev.wsol.contract.Failure;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Recipe;
import dev.wsol.contract.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What people and workers would have said in a busy season: sweeps over seeds and learning rates, single runs between them, on
 * several data sets, with several networks, protocols and owners. One run in a hundred fails, one sweep in fifty is cancelled.
 */
final class Past {
    static final int EPOCHS = 5;

    private static final List<String> OWNERS =
            List.of("ada", "bela", "chen", "dora", "emil", "fatima", "goran", "hana", "ivo", "jana", "kofi", "lena");
    private static final List<String> DATA = List.of("CUB", "ILSVRC", "OpenImages", "creatures");
    private static final List<String> NETWORKS =
            List.of("scm", "tscam", "deit_scm_small", "deit_tscam_small", "conformer_scm_small");
    private static final List<List<String>> PROTOCOLS = List.of(
            List.of("deployed", "scm"), List.of("deployed", "maxboxacc-v2"), List.of("ts-cam-cub", "maxboxacc"));
    private static final List<Double> RATES = List.of(1e-3, 3e-4, 5e-5);
    private static final List<Long> SEEDS = List.of(0L, 1L, 2L, 3L);

    /** The sweep, its trials and an evaluation of each. */
    private static final int JOBS_OF_A_SWEEP = 1 + 2 * 12;

    private static final int FAILS_ONE_IN = 100;
    private static final int CANCELLED_ONE_IN = 50;
    private static final int SINGLE_ONE_IN = 8;
    private static final Duration BETWEEN = Duration.ofMillis(40);

    private final Function<Command, List<JobEvent>> commands;
    private final Function<Report, List<JobEvent>> reports;
    private final Deque<JobEvent.Queued> queue = new ArrayDeque<>();
    private final Map<JobId, JobSpec> specs;
    private Instant now;
    private int jobs;
    private int ended;

    /**
     * @param commands what the coordinator decides about a command
     * @param reports the same for reports
     * @param specs what the jobs are to do
     */
    Past(
            Instant begin,
            Function<Command, List<JobEvent>> commands,
            Function<Report, List<JobEvent>> reports,
            Map<JobId, JobSpec> specs) {
        this.now = begin;
        this.commands = commands;
        this.reports = reports;
        this.specs = specs;
    }

    /** Goes on until there are exactly so many jobs, all of which have ended. */
    void unfold(int wanted) {
        for (int n = 0; jobs < wanted; n++) {
            boolean single = n % SINGLE_ONE_IN == 0 || wanted - jobs < JOBS_OF_A_SWEEP;
            if (single) submit("run-" + n, train(n, wanted - jobs >= 2), n);
            else submit("sweep-" + n, new JobSpec.Sweep(train(n, true), List.of(), RATES, SEEDS), n);
            if (n % CANCELLED_ONE_IN == CANCELLED_ONE_IN / 2) cancel(new JobId((single ? "run-" : "sweep-") + n));
            while (!queue.isEmpty()) work(queue.poll());
        }
        if (ended != jobs) throw new IllegalStateException(ended + " of " + jobs + " jobs have ended");
    }

    private static JobSpec.Train train(int n, boolean evaluated) {
        var wish = new EvaluationRequest(
                evaluated ? When.LAST_CHECKPOINT : When.NEVER, PROTOCOLS.get(n % PROTOCOLS.size()), 12, "default");
        return new JobSpec.Train(
                ModelSpec.named(NETWORKS.get(n % NETWORKS.size())),
                DataRef.at("/data/" + DATA.get(n / 3 % DATA.size())),
                Recipe.OFFICIAL.withEpochs(EPOCHS).withSeed(n % 7),
                wish,
                n % 10 == 0 ? "high" : "default");
    }

    private void submit(String id, JobSpec spec, int n) {
        var owner = OWNERS.get(n % OWNERS.size());
        hear(commands.apply(new Command.Submit("ask-" + n, new JobId(id), tick(), spec, owner)));
    }

    private void cancel(JobId id) {
        hear(commands.apply(new Command.Cancel("stop-" + id, id, tick(), "a better idea")));
    }

    private void hear(List<JobEvent> events) {
        for (var e : events) {
            if (e instanceof JobEvent.Refused r) throw new IllegalStateException(r.reason());
            if (e instanceof JobEvent.Submitted s) {
                jobs++;
                specs.put(s.job(), s.spec());
            }
            if (e instanceof JobEvent.Queued q) queue.add(q);
            if (e.terminal()) {
                ended++;
                specs.remove(e.job());
            }
        }
    }

    private void work(JobEvent.Queued offer) {
        var spec = specs.get(offer.job());
        if (spec == null) return; // cancelled while it waited
        var worker = "gpu-" + Math.floorMod(offer.job().hashCode(), 16);
        say(offer, worker, new Report.Claimed());
        if (spec instanceof JobSpec.Evaluate e)
            say(offer, worker, new Report.EvaluationFinished(Numbers.of(offer.job(), e)));
        else train(offer, worker);
    }

    private void train(JobEvent.Queued offer, String worker) {
        boolean fails = Math.floorMod(offer.job().hashCode() >> 4, FAILS_ONE_IN) == 0;
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            if (fails && epoch == EPOCHS) {
                say(offer, worker, new Report.AttemptFailed(new Failure(Failure.Code.DIVERGED, "the loss is NaN")));
                return;
            }
            say(offer, worker, new Report.CheckpointSaved(Numbers.checkpoint(offer.job(), offer.leaseEpoch(), epoch)));
            double loss = 4.0 / epoch;
            say(offer, worker, new Report.EpochDone(new EpochReport(epoch, EPOCHS, loss, 17.5 * epoch, 81.25, 73.5)));
        }
        say(offer, worker, new Report.TrainingFinished(EPOCHS));
    }

    private void say(JobEvent.Queued offer, String worker, Report.Body body) {
        hear(reports.apply(new Report(offer.job(), offer.leaseEpoch(), worker, tick(), body)));
    }

    private Instant tick() {
        now = now.plus(BETWEEN);
        return now;
    }
}

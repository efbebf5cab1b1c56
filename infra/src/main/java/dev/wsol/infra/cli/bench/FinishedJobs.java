package dev.wsol.infra.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.soak.Parts;
import dev.wsol.infra.soak.PastWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A coordinator with many finished jobs: how soon it serves, how fast it answers, what it needs, how soon another replaces it. */
final class FinishedJobs {
    private static final int REQUESTS = 200;
    private static final int WARM = 40;
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int PAGE = 1000;
    private static final String FIRST = "coordinator-1";

    private final Shell shell;
    private final int jobs;
    private final String heap;
    private int live;

    FinishedJobs(Shell shell, int jobs, String heap) {
        this.shell = shell;
        this.jobs = jobs;
        this.heap = heap;
    }

    /** @param dir used again if there is a past in it already */
    void measure(Path dir, ObjectNode out) throws IOException, InterruptedException {
        boolean filled = Files.exists(dir.resolve("filled"));
        try (var parts = Parts.start(dir)) {
            if (!filled) fill(parts, dir, out);
            Files.deleteIfExists(kept(parts));
            var first = start(parts, out, "start");
            var asked = new Asked(first.door());
            try (var traffic =
                    new Traffic(asked, "live-" + ProcessHandle.current().pid() + "-")) {
                requests(asked, out);
                out.put("backgroundRequests", traffic.made());
                live = traffic.accepted();
            }
            out.put("listed", everyJob(asked).size());
            out.set("memory", memory(first));
            failOver(parts, restart(parts, first, out), out);
        }
    }

    private static Path kept(Parts parts) {
        return parts.folder(FIRST).resolve("views");
    }

    private Parts.Running start(Parts parts, ObjectNode out, String how) throws InterruptedException {
        var coordinator = parts.coordinator(FIRST, heap);
        out.put(how + "ToServingSeconds", untilUp(coordinator));
        ProcessHandle.of(coordinator.pid())
                .flatMap(p -> p.info().totalCpuDuration())
                .ifPresent(t -> out.put(how + "ProcessorSeconds", t.toMillis() / 1000.0));
        return coordinator;
    }

    /** Once more on what the first run kept. */
    private Parts.Running restart(Parts parts, Parts.Running first, ObjectNode out)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (!Files.exists(kept(parts))) {
            if (seconds(begin) > 60) throw new CommandFailed(Exit.FAILED, "the views are not kept within 60 s");
            TimeUnit.MILLISECONDS.sleep(20);
        }
        out.put("keptMegabytes", Files.size(kept(parts)) >> 20);
        first.kill();
        var again = start(parts, out, "restart");
        out.put("listedAfterRestart", everyJob(new Asked(again.door())).size());
        return again;
    }

    private void fill(Parts parts, Path dir, ObjectNode out) throws IOException {
        shell.err().println("writing a past of " + jobs + " jobs ...");
        long begin = System.nanoTime();
        var written = PastWriter.write(parts.kafka(), jobs);
        out.put("fillSeconds", seconds(begin));
        var records = out.putObject("records");
        new TreeMap<>(written).forEach(records::put);
        Files.writeString(dir.resolve("filled"), String.valueOf(jobs));
    }

    private double untilUp(Parts.Running coordinator) throws InterruptedException {
        shell.err().println("starting a coordinator ...");
        long begin = System.nanoTime();
        var asked = new Asked(coordinator.door());
        while (asked.status("/health", SHORT).orElse(0) != 200) {
            if (seconds(begin) > 300) throw new CommandFailed(Exit.FAILED, "the coordinator is not up within 300 s");
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return seconds(begin);
    }

    private void requests(Asked asked, ObjectNode out) throws InterruptedException {
        var some = asked.json("/v1/jobs?kind=evaluate&limit=1").path("jobs").path(0);
        var sweep = asked.json("/v1/jobs?kind=sweep&limit=1")
                .path("jobs")
                .path(0)
                .path("id")
                .asText();
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("list newest", "/v1/jobs");
        kinds.put("list failed", "/v1/jobs?state=failed");
        kinds.put("list owner", "/v1/jobs?owner=fatima&kind=train");
        kinds.put("list sweep", "/v1/jobs?sweep=" + sweep);
        kinds.put("list owner glob and arch", "/v1/jobs?owner=*a&arch=*scm*&state=finished");
        kinds.put("list no such id", "/v1/jobs?id=nobody-*");
        kinds.put("list ids that end so", "/v1/jobs?id=*-t007");
        kinds.put("list deep", deep(asked));
        kinds.put("board", "/v1/board");
        kinds.put("board of one protocol and data set", "/v1/board?dataset=CUB&protocol=deployed");
        kinds.put("board of a sweep", "/v1/board?sweep=" + sweep);
        kinds.put("board with history", "/v1/board?dataset=CUB&protocol=deployed&history=true");
        kinds.put("job", "/v1/jobs/" + some.path("parent").asText());
        kinds.put("sweep", "/v1/jobs/" + sweep);
        kinds.put("metrics", "/metrics");
        var times = out.putObject("requests");
        for (var kind : kinds.entrySet()) {
            shell.err().println("asking for " + kind.getKey() + " ...");
            var t = asked.times(kind.getValue(), WARM, REQUESTS, LONGEST);
            times.putObject(kind.getKey())
                    .put("p50", t.percentile(50))
                    .put("p99", t.percentile(99))
                    .put("n", t.millis().length)
                    .put("bytes", t.bytes());
        }
    }

    /** A page in the middle. */
    private String deep(Asked asked) throws InterruptedException {
        var path = "/v1/jobs?limit=" + PAGE;
        var at = path;
        for (int seen = 0; seen < jobs / 2; seen += PAGE) {
            var next = asked.json(at).path("next").textValue();
            if (next == null) break;
            at = path + "&cursor=" + next;
        }
        return at.replace("limit=" + PAGE, "limit=100");
    }

    private Set<String> everyJob(Asked asked) throws InterruptedException {
        var all = new HashSet<String>();
        var path = "/v1/jobs?limit=" + PAGE;
        for (var at = path; !at.isEmpty(); ) {
            var page = asked.json(at);
            for (var job : page.path("jobs"))
                if (!all.add(job.path("id").asText()))
                    throw new CommandFailed(Exit.FAILED, job.path("id") + " is listed twice");
            var next = page.path("next").textValue();
            at = next == null ? "" : path + "&cursor=" + next;
        }
        return all;
    }

    private static ObjectNode memory(Parts.Running coordinator) {
        var out = Json.object();
        LiveHeap.megabytes(coordinator.pid()).ifPresent(mb -> out.put("liveHeapMegabytes", Math.round(mb)));
        Resident.now(coordinator.pid()).ifPresent(mb -> out.put("residentMegabytes", Math.round(mb)));
        return out;
    }

    private void failOver(Parts parts, Parts.Running first, ObjectNode out) throws InterruptedException {
        var second = parts.coordinator("coordinator-2", heap);
        out.put("secondStartToServingSeconds", untilUp(second));
        var asked = new Asked(second.door());
        TimeUnit.SECONDS.sleep(3); // its copy of the state has to catch up; nothing tells of that
        shell.err().println("killing the first ...");
        long begin = System.nanoTime();
        first.kill();
        var id = "after-" + ProcessHandle.current().pid();
        while (asked.submit(id, SHORT).orElse(0) / 100 != 2) {
            if (seconds(begin) > 300) throw new CommandFailed(Exit.FAILED, "no coordinator took over within 300 s");
            TimeUnit.MILLISECONDS.sleep(20);
        }
        out.put("failOverSeconds", seconds(begin));
        var all = everyJob(asked);
        out.put("listedAfterFailOver", all.size());
        out.put("acceptedMeanwhile", live + 1);
        if (!all.contains(id)) throw new CommandFailed(Exit.FAILED, id + " was accepted and is not listed");
    }

    static String text(ObjectNode out) {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d finished jobs: serves after %.1f s, started again after %.1f s, another takes over within %.1f s; heap %d MB, resident %d MB",
                out.path("finished").asInt(),
                out.path("startToServingSeconds").asDouble(),
                out.path("restartToServingSeconds").asDouble(),
                out.path("failOverSeconds").asDouble(),
                out.path("memory").path("liveHeapMegabytes").asInt(),
                out.path("memory").path("residentMegabytes").asInt()));
        out.path("requests")
                .properties()
                .forEach(r -> text.append(String.format(
                        Locale.ROOT,
                        "%n  %-36s p50 %8.1f ms   p99 %8.1f ms",
                        r.getKey(),
                        r.getValue().path("p50").asDouble(),
                        r.getValue().path("p99").asDouble())));
        return text.toString();
    }

    private static double seconds(long begin) {
        return Math.round((System.nanoTime() - begin) / 1e7) / 100.0;
    }
}

package dev.wsol.infra.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.Stopping;
import dev.wsol.infra.cli.client.Api;
import dev.wsol.infra.cli.client.BoardText;
import dev.wsol.infra.cli.client.Follow;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.client.Pages;
import dev.wsol.infra.cli.client.Words;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Display;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.local.stack.LocalStack;
import dev.wsol.infra.local.stack.StackPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** The demo from start to end. */
final class Demo {
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("'demo-'yyyyMMdd-HHmmss");
    private static final int ROWS = 40;

    private final Shell shell;
    private final DemoFolders folders;
    private final DemoSweep sweep;
    private final Path ownData;
    private final int workers;
    private final boolean json;

    Demo(Shell shell, DemoFolders folders, DemoSweep sweep, Path ownData, int workers, boolean json) {
        this.shell = shell;
        this.folders = folders;
        this.sweep = sweep;
        this.ownData = ownData;
        this.workers = workers;
        this.json = json;
    }

    int run() {
        var stack = new LocalStack(StackPlan.in(folders.stack()).withSlots(workers));
        try (var stopping = new Stopping(stack)) {
            try {
                return onThe(stack);
            } catch (RuntimeException e) {
                if (stopping.asked()) return Exit.FAILED; // interrupted; what fails now, fails because of that
                throw e;
            }
        }
    }

    private int onThe(LocalStack stack) {
        long start = System.nanoTime();
        JsonNode boards;
        JsonNode untrained;
        try (var display = shell.display()) {
            var data = DemoData.get(ownData, folders.drawn(), display);
            display.say("starting broker, object store, coordinator, " + workers + " trainers and an evaluator (log: "
                    + folders.log() + ")");
            stack.start();
            var api = new Api(stack.http());
            var id = ID.format(LocalDateTime.now(ZoneId.systemDefault()));
            api.submit(sweep.spec(id, data));
            display.say("sweep " + id + " at " + api.base());
            var control = control(api, id + "-untrained", data, stack);
            boards = trained(api, id, display);
            untrained = ended(api, control, display);
            DemoFiles.copy(boards, stack.storeSettings(), folders.results(), display);
        }
        answer(ChosenRows.of(boards), untrained, Duration.ofNanos(System.nanoTime() - start));
        return Exit.OK;
    }

    /** While the trainers train their first epoch, the evaluator has nothing else to do. */
    private String control(Api api, String id, Path data, LocalStack stack) {
        var arch = sweep.archs().get(sweep.archs().size() - 1);
        return api.submit(Untrained.job(id, arch, data, stack.storeSettings(), folders.out()))
                .path("id")
                .asText();
    }

    private JsonNode ended(Api api, String id, Display display) {
        try (var following = new Follow(api, display, e -> {})) {
            var job = following.untilEnded(id);
            if (job.path("kind").asText().equals("evaluate")) requireFinished(job);
            return job;
        }
    }

    private JsonNode trained(Api api, String id, Display display) {
        requireAllFinished(api, id, ended(api, id, display));
        return Pages.boards(api, Map.of("sweep", id), Integer.MAX_VALUE).path("boards");
    }

    /** A sweep has finished when one of its jobs has; a demo has succeeded when all of them have. */
    private void requireAllFinished(Api api, String id, JsonNode sweepJob) {
        requireFinished(sweepJob);
        for (var trial :
                api.get("/v1/jobs", Map.of("parent", id, "limit", "1000")).path("jobs")) {
            requireFinished(trial);
            for (var child : trial.path("children")) requireFinished(api.job(child.asText()));
        }
    }

    private void requireFinished(JsonNode job) {
        if (job.path("state").asText().equals("finished")) return;
        throw new CommandFailed(
                Exit.FAILED,
                "job " + job.path("id").asText() + " " + job.path("state").asText() + ": "
                        + job.path("failure").path("message").asText("no reason given") + "; log: " + folders.log());
    }

    private void explain(JsonNode control) {
        shell.out().println("Each trial shows the epoch that its validation images like best.");
        shell.out()
                .println("Untrained network, protocol deployed: MaxBoxAcc50 " + Words.percent(control)
                        + ". A number that means something is above this and above the centred box.");
    }

    /** Page of the row that leads the first board. */
    private Optional<Path> bestReport(JsonNode boards) {
        return Optional.of(boards.at("/0/rows/0"))
                .filter(row -> !row.isMissingNode())
                .map(row -> folders.results().resolve(DemoFiles.name(row)).resolve("report.html"))
                .filter(Files::exists);
    }

    private void answer(JsonNode boards, JsonNode untrained, Duration took) {
        var control = Untrained.maxBoxAcc50(untrained);
        var answer = DemoAnswer.of(boards, control, folders.out());
        DemoFiles.write(folders.results().resolve("board.json"), Json.pretty(answer));
        if (json) shell.out().println(Json.pretty(answer));
        else shell.out().println(BoardText.of(boards, ROWS));
        if (!json) explain(control);
        var to = json ? shell.err() : shell.out();
        to.println();
        bestReport(boards)
                .ifPresent(page -> to.println("The best checkpoint, explained, to open in a browser:       " + page));
        to.println("Report, pictures and numbers of each checkpoint:        " + folders.results());
        to.println("Messages and checkpoints, to look at again:             wsol local --data-dir " + folders.stack());
        to.printf("Done in %d s.%n", took.toSeconds());
    }
}

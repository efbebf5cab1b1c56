package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Display;
import dev.wsol.infra.cli.terminal.Shell;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ctrl-C while a sweep is watched: a person at a terminal is asked what becomes of it, everybody else is told. */
final class LeaveOrStop implements AutoCloseable {
    private static final int SECONDS_TO_ANSWER = 20;
    private static final int NO_ANSWER = -1;
    private final Api api;
    private final String id;
    private final Shell shell;
    private final Display display;
    private final CompletableFuture<Integer> over = new CompletableFuture<>();
    private final Thread hook = new Thread(this::interrupted, "wsol-leave-or-stop");

    /** @param display what the question would be drawn over by */
    LeaveOrStop(Api api, String id, Shell shell, Display display) {
        this.api = api;
        this.id = id;
        this.shell = shell;
        this.display = display;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** There is nothing to decide any more. */
    void ended() {
        over.complete(NO_ANSWER);
        close();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending: the question is being asked
        }
    }

    /** What happens at Ctrl-C. */
    void interrupted() {
        display.silence();
        boolean stop = shell.terminal().liveErr() && wantsToStop();
        if (over.isDone()) return;
        if (stop) stop();
        else
            shell.err()
                    .println(
                            "sweep " + id + " goes on. Look: wsol sweep show " + id + "   Stop: wsol sweep stop " + id);
    }

    /** No answer in time leaves it running: a process that is told to end must end. */
    private boolean wantsToStop() {
        if (over.isDone()) return false;
        shell.err().println();
        shell.err().print("Stop sweep " + id + ", or leave it running? [s/L, L after " + SECONDS_TO_ANSWER + " s] ");
        shell.err().flush();
        try {
            int letter = CompletableFuture.supplyAsync(LeaveOrStop::letter)
                    .applyToEither(over, answer -> answer)
                    .get(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
            return letter == 's' || letter == 'S';
        } catch (TimeoutException | ExecutionException e) {
            shell.err().println();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int letter() {
        try {
            return System.in.read();
        } catch (IOException e) {
            return NO_ANSWER;
        }
    }

    private void stop() {
        try {
            api.post(
                    "/v1/jobs/" + Api.escape(id) + "/cancel",
                    Json.object().put("by", Owner.of(shell.env())).put("reason", "Ctrl-C"));
            shell.err().println("sweep " + id + " is stopped; checkpoints stay.");
        } catch (CommandFailed e) {
            shell.err().println("sweep " + id + " could not be stopped: " + e.getMessage());
        }
    }
}

package dev.wsol.infra.local;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a foreign step that might never return, and waits for it only so long. */
final class Bounded {
    private Bounded() {}

    interface Step {
        void run() throws Exception;
    }

    /**
     * @return whether the step ended in time; when not, it goes on in a daemon thread
     * @throws LocalStackException when the step failed
     */
    static boolean run(String name, Duration limit, Step step) {
        var task = new FutureTask<Void>(() -> {
            step.run();
            return null;
        });
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new LocalStackException(name + ": " + cause.getMessage(), cause);
        }
    }
}

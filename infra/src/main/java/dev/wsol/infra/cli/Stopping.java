package dev.wsol.infra.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes something when the process is asked to end (Ctrl-C, SIGTERM), and never lets that take for ever. */
public final class Stopping implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;
    private static final int KILLED = 137;
    private final AutoCloseable what;
    private final Thread hook = new Thread(this::stop, "wsol-stop");
    private final CountDownLatch asked = new CountDownLatch(1);

    public Stopping(AutoCloseable what) {
        this.what = what;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Blocks until the process is asked to end; the rest happens while it ends. */
    void await() throws InterruptedException {
        asked.await();
        hook.join();
    }

    /** Blocks until the process is asked to end or the work has ended by itself, and closes it. */
    void await(CompletableFuture<?> ended) throws InterruptedException {
        var unused = ended.whenComplete((done, failure) -> asked.countDown());
        asked.await();
        if (hook.isAlive()) hook.join();
        else closeOnce();
    }

    /** Whether the process is ending, so that what fails now fails because of that. */
    public boolean asked() {
        return asked.getCount() == 0;
    }

    /** The work is done by itself: closes it in the caller's thread. */
    @Override
    public void close() {
        if (asked()) return;
        closeOnce();
    }

    private void closeOnce() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending: the hook does it
        }
        closeIt();
    }

    private void stop() {
        asked.countDown();
        var guard = new Thread(Stopping::haltWhenStuck, "wsol-stop-guard");
        guard.setDaemon(true);
        guard.start();
        closeIt();
    }

    private void closeIt() {
        try {
            what.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // AutoCloseable promises no less, and nobody is left to handle it
            System.err.println("wsol: did not stop well: " + e);
        }
    }

    private static void haltWhenStuck() {
        try {
            TimeUnit.SECONDS.sleep(LONGEST_SECONDS);
            System.err.println("wsol: still not stopped after " + LONGEST_SECONDS + " s; giving up");
            Runtime.getRuntime().halt(KILLED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

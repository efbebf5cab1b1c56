package dev.wsol.vision;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Runs a reader on bytes from anywhere and minds what it takes: memory always, time only while fuzzing. */
public final class Frugal {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final boolean FUZZING = System.getenv("JAZZER_FUZZ") != null;
    private static final long SECONDS = 5_000_000_000L;

    private Frugal() {}

    /**
     * A reader that takes too much gets a second try: the first may have loaded classes.
     *
     * @throws AssertionError if it allocated more than {@code most} bytes, or, while fuzzing, took more than 5 s
     */
    public static void run(long most, Runnable reader) {
        if (allocated(reader) <= most) return;
        long bytes = allocated(reader);
        if (bytes > most) throw new AssertionError("it allocated " + bytes + " bytes");
    }

    private static long allocated(Runnable reader) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        long start = System.nanoTime();
        reader.run();
        long bytes = THREADS.getThreadAllocatedBytes(thread) - before;
        if (FUZZING && System.nanoTime() - start > SECONDS) throw new AssertionError("it hangs");
        return bytes;
    }
}

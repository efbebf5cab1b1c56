package dev.wsol.infra.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processor time of this process, and of those of its threads that belong to the coordinator. */
final class CpuClock {
    /** Beginnings of thread names: the job book, the view, commands and HTTP. */
    private static final List<String> COORDINATOR = List.of(
            "wsol-coordinator",
            "wsol-events",
            "wsol-progress",
            "wsol-commands",
            "vert.x",
            "kafka-producer-network-thread | wsol-coordinator");

    private CpuClock() {}

    /** Nanoseconds since the process began. */
    static long process() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Nanoseconds of the coordinator's living threads. */
    static long coordinator() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(t -> t != null && COORDINATOR.stream().anyMatch(t.getThreadName()::startsWith))
                .mapToLong(t -> Math.max(0, threads.getThreadCpuTime(t.getThreadId())))
                .sum();
    }

    /** Percent of one core that this process uses while nobody asks anything of it. */
    static double idlePercent(int seconds) throws InterruptedException {
        long cpu = process();
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        return 100.0 * (process() - cpu) / (System.nanoTime() - start);
    }
}

package dev.wsol.vision.model;

import ai.djl.engine.EngineException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the engine says when a job does not fit into the memory of its device, in words for the one who sent the job. */
public final class OutOfMemory {
    /** PyTorch on a GPU: what was asked for, which GPU, how large it is, what was left. */
    private static final Pattern GPU = Pattern.compile("CUDA out of memory\\. Tried to allocate ([\\d.]+ \\w+)"
            + "(?:\\. GPU (\\d+) has a total capacity of ([\\d.]+ \\w+) of which ([\\d.]+ \\w+) is free)?");

    private static final Pattern CPU = Pattern.compile("can't allocate memory: you tried to allocate (\\d+) bytes");
    private static final String WHAT_TO_DO =
            "; use a smaller batch, more pieces a batch (accumulation), a smaller network or another device";

    private OutOfMemory() {}

    /** The message, if this is such an error or was caused by one. */
    public static Optional<String> said(Throwable error) {
        for (var e = error; e != null; e = e.getCause()) {
            if (e instanceof OutOfMemoryError) return Optional.of("the Java heap is full: " + e.getMessage());
            if (e instanceof EngineException && e.getMessage() != null) {
                var message = engine(e.getMessage());
                if (message.isPresent()) return message;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> engine(String message) {
        var gpu = GPU.matcher(message);
        if (gpu.find()) return Optional.of("the GPU's memory does not hold this job: " + needed(gpu) + WHAT_TO_DO);
        var cpu = CPU.matcher(message);
        if (cpu.find())
            return Optional.of("the machine's memory does not hold this job: it needed "
                    + (Long.parseLong(cpu.group(1)) >> 20) + " MiB more than there was" + WHAT_TO_DO);
        return message.contains("out of memory")
                ? Optional.of("the device's memory does not hold this job" + WHAT_TO_DO)
                : Optional.empty();
    }

    private static String needed(Matcher gpu) {
        String more = "it needed " + gpu.group(1) + " more";
        if (gpu.group(2) == null) return more;
        return more + " where " + gpu.group(4) + " of the " + gpu.group(3) + " of cuda:" + gpu.group(2) + " were free";
    }
}

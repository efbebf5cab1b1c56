package dev.wsol.worker.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.wsol.vision.checkpoint.ObjectStore;
import dev.wsol.vision.log.EventFile;
import dev.wsol.worker.train.Position;
import dev.wsol.worker.train.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The log files of one attempt as the official program names them (spec section 8): {@code Log_<time>.txt},
 * {@code log/events.out.tfevents.*} and {@code backup/}; in a folder of this machine first, then in the store.
 */
final class AttemptLog implements AutoCloseable {
    private static final int CONSOLE_EVERY = 10;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm", Locale.ROOT);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final ObjectStore store;
    private final String prefix;
    private final Path console;
    private final EventFile events;

    /**
     * @param folder empty, of this attempt alone
     * @param prefix where the files go in the store, without a slash at the end
     * @param done updates made before this attempt; they are steps 1 to this of the curves
     */
    AttemptLog(Path folder, ObjectStore store, String prefix, String host, long done, Clock clock) {
        this.folder = folder;
        this.store = store;
        this.prefix = prefix;
        var now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        this.console = folder.resolve("Log_" + MINUTE.format(now) + ".txt");
        this.events = EventFile.create(folder.resolve("log"), host, done == 0 ? 0 : done + 1, clock);
    }

    /** A JSON file in {@code backup/}. */
    void backup(String name, Map<String, ?> what) {
        try {
            Path file = Files.createDirectories(folder.resolve("backup")).resolve(name);
            Files.write(file, JSON.writeValueAsBytes(what));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * @param sums of the epoch, this step included
     * @param dials the network's learned single numbers by official name, after the step
     */
    void step(Watch.StepDone s, Position sums, Map<String, Float> dials) {
        double n = s.images();
        long global = (long) s.epoch() * s.steps() + s.step() + 1;
        var curves = new LinkedHashMap<String, Double>();
        curves.put("loss_iter/train", (double) s.result().loss());
        curves.put("acc_iter/train_top1", 100 * s.result().top1() / n);
        curves.put("acc_iter/train_top5", 100 * s.result().top5() / n);
        dials.forEach((name, value) -> curves.put("module." + name, (double) value));
        events.scalars(global, curves);
        if ((s.step() + 1) % CONSOLE_EVERY == 0 || s.step() + 1 == s.steps()) say(line(s, sums));
    }

    /** Epoch, step, rate, then loss and hits of the batch and, in brackets, of the epoch so far. */
    private static String line(Watch.StepDone s, Position sums) {
        var mean = sums.done();
        return String.format(
                Locale.ROOT,
                "Train Epoch: [%d][%d/%d],lr: %.5f\tLoss %.4f (%.4f)\tPrec@1 %.3f (%.3f)\tPrec@5 %.3f (%.3f)",
                s.epoch() + 1,
                s.step() + 1,
                s.steps(),
                s.learningRate(),
                s.result().loss(),
                mean.loss(),
                100.0 * s.result().top1() / s.images(),
                100 * mean.top1(),
                100.0 * s.result().top5() / s.images(),
                100 * mean.top5());
    }

    void say(String line) {
        try {
            Files.writeString(console, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Puts all files into the store as they are now. */
    void upload() {
        events.flush();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList())
                store.put(prefix + "/" + folder.relativize(file), file, type(file.toString()));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static String type(String name) {
        if (name.endsWith(".txt")) return "text/plain";
        return name.endsWith(".json") ? "application/json" : "application/octet-stream";
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("cannot write the log in " + folder + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        events.close();
    }
}

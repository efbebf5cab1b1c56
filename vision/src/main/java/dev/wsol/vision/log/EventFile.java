package dev.wsol.vision.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;

/**
 * A TensorBoard event file, {@code events.out.tfevents.<seconds>.<host>}: curves, pictures and notes of a run, by tag and
 * step. What is written can be seen after {@link #flush}. One thread at a time; methods throw {@link UncheckedIOException}
 * naming the file when the disk fails.
 *
 * <p>Field numbers are those of TensorFlow's {@code event.proto}, {@code summary.proto} and {@code tensor.proto}.
 */
public final class EventFile implements AutoCloseable {
    private static final String VERSION = "brain.Event:2";
    private static final int RGB = 3;
    private static final int STRING_TENSOR = 7;

    private final Path file;
    private final Clock clock;
    private final Records records;

    private EventFile(Path file, Clock clock, Records records) {
        this.file = file;
        this.clock = clock;
        this.records = records;
    }

    /**
     * Starts a new file in the folder, which is made when it is missing.
     *
     * @param host names the machine in the file name; characters that a file name cannot hold become {@code _}
     * @param firstStep the step the run goes on with. Above 0, TensorBoard drops what earlier files of the folder say of
     *     this and later steps: an interrupted attempt leaves no second curve behind
     */
    public static EventFile create(Path folder, String host, long firstStep, Clock clock) {
        long seconds = clock.instant().getEpochSecond();
        var name = "events.out.tfevents." + seconds + "." + host.replaceAll("[^A-Za-z0-9._-]", "_");
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            for (int again = 1; Files.exists(file); again++) file = folder.resolve(name + "." + again);
            var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            var events = new EventFile(file, clock, new Records(out));
            events.begin(firstStep);
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Where it is written. */
    public Path file() {
        return file;
    }

    /** One point of the curve {@code tag}; NaN and infinities are shown as such. */
    public void scalar(String tag, long step, double value) {
        scalars(step, Map.of(tag, value));
    }

    /** One point of several curves, in one record. */
    public void scalars(long step, Map<String, ? extends Number> values) {
        var summary = new Message();
        values.forEach((tag, value) -> summary.put(1, new Message().put(1, tag).put(2, value.floatValue())));
        summary(step, summary);
    }

    /**
     * A picture under {@code tag}.
     *
     * @param png its bytes, RGB
     */
    public void image(String tag, long step, byte[] png, int width, int height) {
        var image = new Message().put(1, height).put(2, width).put(3, RGB).put(4, png);
        summary(step, new Message().put(1, new Message().put(1, tag).put(4, image)));
    }

    /** A note in Markdown, on TensorBoard's text page. */
    public void text(String tag, long step, String markdown) {
        var plugin = new Message().put(1, new Message().put(1, "text"));
        var one = new Message().put(2, new Message().put(1, 1));
        var tensor = new Message().put(1, STRING_TENSOR).put(2, one).put(8, markdown);
        summary(
                step,
                new Message().put(1, new Message().put(1, tag).put(8, tensor).put(9, plugin)));
    }

    /** Hands everything written so far to the file system. */
    public void flush() {
        try {
            records.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void begin(long firstStep) {
        write(event(firstStep).put(3, VERSION));
        if (firstStep > 0) write(event(firstStep).put(7, new Message().put(1, 1))); // session log: START
        flush();
    }

    private void summary(long step, Message summary) {
        write(event(step).put(5, summary));
    }

    private Message event(long step) {
        return new Message().put(1, clock.millis() / 1000.0).put(2, step);
    }

    private void write(Message event) {
        try {
            records.write(event.bytes());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}

package dev.wsol.coordinator.stored;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of values: a mark, the build, the values, and a checksum of all that. It is there whole, or as it was before. */
public final class StoredValues {
    private static final byte[] MARK = "wsol values 1\n".getBytes(US_ASCII);
    private static final int BUFFER = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger(StoredValues.class);

    private final Path file;
    private final String build;

    public StoredValues(Path file) {
        this(file, Build.ID);
    }

    StoredValues(Path file, String build) {
        this.file = file;
        this.build = build;
    }

    /**
     * Replaces what was there.
     *
     * @param values records of this house, made of such, strings, numbers, times, optionals, lists and maps
     * @throws IllegalArgumentException for anything else
     */
    public void write(Iterable<?> values) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            write(values, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part); // half of it would go on filling a disk that is full
        }
    }

    private void write(Iterable<?> values, Path part) throws IOException {
        try (var channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var sum = new CRC32C();
            var out = new DataOutputStream(
                    new BufferedOutputStream(new CheckedOutputStream(Channels.newOutputStream(channel), sum), BUFFER));
            write(values, out);
            out.flush();
            out.writeLong(sum.getValue());
            out.flush();
            channel.force(true);
        }
    }

    private void write(Iterable<?> values, DataOutputStream out) throws IOException {
        out.write(MARK);
        var writer = new ValueWriter(out);
        writer.write(build);
        for (var value : values) writer.write(value);
        writer.end();
    }

    /** All values; empty if there is no such file, or it is torn, or of another build. */
    public Optional<List<Object>> read() {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) { // whatever is wrong with a file: it can be done without
            LOG.warn("{} cannot be read ({}) and is not used.", file, e.toString());
            return Optional.empty();
        }
    }

    private Optional<List<Object>> read(ByteBuffer all) {
        if (!isWhole(all)) {
            LOG.warn("{} is torn and is not used.", file);
            return Optional.empty();
        }
        var reader = new ValueReader(all.position(MARK.length));
        if (!reader.next().equals(Optional.of(build))) {
            LOG.info("{} is of another build and is not used.", file);
            return Optional.empty();
        }
        var out = new ArrayList<>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) out.add(next.get());
        return Optional.of(out);
    }

    private static boolean isWhole(ByteBuffer all) {
        int end = all.limit() - Long.BYTES;
        if (end < MARK.length || !all.slice(0, MARK.length).equals(ByteBuffer.wrap(MARK))) return false;
        var sum = new CRC32C();
        sum.update(all.slice(0, end));
        return sum.getValue() == all.getLong(end);
    }
}

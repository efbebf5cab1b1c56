package dev.wsol.vision.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where cached pictures lie: equal-sized records, written once in any order, then sealed, then read. */
sealed interface CacheStore {

    void write(int i, byte[] picture);

    /** No writes after this. */
    void seal();

    void read(int i, byte[] into);

    void close();

    static CacheStore open(int count, ImageCache.Plan plan) {
        if ((long) count * plan.bytesEach() <= plan.memoryBytes()) return new Memory(count);
        return new Mapped(count, plan.bytesEach(), plan.folder());
    }

    /** One array a picture. */
    final class Memory implements CacheStore {
        private final byte[][] pictures;

        Memory(int count) {
            pictures = new byte[count][];
        }

        @Override
        public void write(int i, byte[] picture) {
            pictures[i] = picture;
        }

        @Override
        public void seal() {}

        @Override
        public void read(int i, byte[] into) {
            System.arraycopy(pictures[i], 0, into, 0, pictures[i].length);
        }

        @Override
        public void close() {}
    }

    /**
     * One file, written through a channel and read through mappings. Writing through a mapping would crash the
     * process when the disk is full; the channel answers with an exception.
     */
    final class Mapped implements CacheStore {
        private static final int SEGMENT = 1 << 30; // a mapping must stay below 2 GiB

        private final Path file;
        private final FileChannel channel;
        private final int count;
        private final int bytesEach;
        private final int perSegment;
        private MappedByteBuffer[] segments = {};

        Mapped(int count, int bytesEach, Path folder) {
            this(count, bytesEach, folder, SEGMENT);
        }

        Mapped(int count, int bytesEach, Path folder, int segmentBytes) {
            this.count = count;
            this.bytesEach = bytesEach;
            this.perSegment = Math.max(1, segmentBytes / bytesEach);
            try {
                Files.createDirectories(folder);
                file = Files.createTempFile(folder, "pictures-", ".cache");
                channel = FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException e) {
                throw new UncheckedIOException("no image cache can be made in " + folder + " (" + e + ")", e);
            }
        }

        @Override
        public void write(int i, byte[] picture) {
            var bytes = ByteBuffer.wrap(picture);
            long at = (long) i * bytesEach;
            try {
                while (bytes.hasRemaining()) at += channel.write(bytes, at);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        @Override
        public void seal() {
            long total = (long) count * bytesEach;
            try {
                // a mapping cannot reach past the end, and the last pictures may have been rejected
                if (channel.size() < total) channel.write(ByteBuffer.allocate(1), total - 1);
                segments = new MappedByteBuffer[(count + perSegment - 1) / perSegment];
                for (int s = 0; s < segments.length; s++) {
                    long from = (long) s * perSegment * bytesEach;
                    long length = Math.min((long) perSegment * bytesEach, total - from);
                    segments[s] = channel.map(MapMode.READ_ONLY, from, length);
                }
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private UncheckedIOException failed(IOException e) {
            return new UncheckedIOException(
                    "image cache %s (%d MiB wanted): %s".formatted(file, (long) count * bytesEach >> 20, e), e);
        }

        @Override
        public void read(int i, byte[] into) {
            segments[i / perSegment].get(i % perSegment * bytesEach, into, 0, bytesEach);
        }

        @Override
        public void close() {
            segments = new MappedByteBuffer[0];
            try {
                channel.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }
}

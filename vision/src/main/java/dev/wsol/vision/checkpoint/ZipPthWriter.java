package dev.wsol.vision.checkpoint;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the zip form: stored entries whose content begins at multiples of 64 bytes, which is what lets PyTorch map them.
 * The same values give the same bytes.
 */
final class ZipPthWriter {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;

    /** Tag of PyTorch's own padding field, "FB". */
    private static final short PADDING = 0x4246;

    /** A fixed date; zip's very first would be stored in a longer form. */
    private static final LocalDateTime DATE = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Counted counted;
    private final ZipOutputStream zip;

    private ZipPthWriter(OutputStream out) {
        this.counted = new Counted(out);
        this.zip = new ZipOutputStream(counted);
    }

    static void write(FileChannel out, Object root) throws IOException {
        var pickle = PickleWriter.of(root);
        var writer = new ZipPthWriter(new BufferedOutputStream(Channels.newOutputStream(out), 1 << 16));
        writer.entry("data.pkl", ByteBuffer.wrap(pickle.program()));
        writer.entry("byteorder", text("little"));
        for (int key = 0; key < pickle.storages().size(); key++)
            writer.entry("data/" + key, pickle.storages().get(key).data());
        writer.entry("version", text("3\n"));
        writer.zip.finish();
        writer.zip.flush();
    }

    private void entry(String name, ByteBuffer content) throws IOException {
        var entry = new ZipEntry("archive/" + name);
        var crc = new CRC32();
        crc.update(content.duplicate());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.remaining());
        entry.setCompressedSize(content.remaining());
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(DATE);
        entry.setExtra(padding(counted.bytes + LOCAL_HEADER + entry.getName().length()));
        zip.putNextEntry(entry);
        copy(content);
        zip.closeEntry();
    }

    /** An extra field so long that what follows it is aligned. */
    private static byte[] padding(long at) {
        int over = (int) ((at + EXTRA_HEADER) % ALIGNMENT);
        int length = over == 0 ? 0 : ALIGNMENT - over;
        var field = ByteBuffer.allocate(EXTRA_HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        return field.putShort(PADDING).putShort((short) length).array();
    }

    private void copy(ByteBuffer content) throws IOException {
        var from = content.duplicate();
        var chunk = new byte[1 << 16];
        while (from.hasRemaining()) {
            int n = Math.min(chunk.length, from.remaining());
            from.get(chunk, 0, n);
            zip.write(chunk, 0, n);
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Knows how many bytes went through. */
    private static final class Counted extends FilterOutputStream {
        private long bytes;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] b, int from, int length) throws IOException {
            out.write(b, from, length);
            bytes += length;
        }
    }
}

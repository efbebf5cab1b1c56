package dev.wsol.vision.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The TFRecord framing: length as uint64, its checksum, the bytes, their checksum, all little-endian. A reader that meets
 * half a record at the end waits for the rest, so a file can be read while it grows.
 */
final class Records implements AutoCloseable {
    /** A checksum stored beside checksummed data would cancel out; the format rotates it and adds this. */
    private static final int MASK = 0xa282ead8;

    private final OutputStream out;

    Records(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    void write(byte[] record) throws IOException {
        byte[] length = little(Long.BYTES).putLong(record.length).array();
        out.write(length);
        out.write(checksum(length));
        out.write(record);
        out.write(checksum(record));
    }

    void flush() throws IOException {
        out.flush();
    }

    private static byte[] checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
        return little(Integer.BYTES).putInt(masked).array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

package dev.wsol.vision.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One message in Protocol Buffers wire format, written field by field. TensorBoard's messages have a dozen fields that
 * never change, so generated classes would bring more than they spare.
 */
final class Message {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message put(int field, long value) {
        return tag(field, VARINT).varint(value);
    }

    Message put(int field, double value) {
        tag(field, EIGHT_BYTES)
                .out
                .writeBytes(little(Double.BYTES).putDouble(value).array());
        return this;
    }

    Message put(int field, float value) {
        tag(field, FOUR_BYTES)
                .out
                .writeBytes(little(Float.BYTES).putFloat(value).array());
        return this;
    }

    Message put(int field, String value) {
        return put(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message put(int field, Message value) {
        return put(field, value.bytes());
    }

    Message put(int field, byte[] value) {
        tag(field, LENGTH).varint(value.length).out.writeBytes(value);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private Message tag(int field, int wire) {
        return varint((long) field << 3 | wire);
    }

    /** Seven bits a byte, the lowest first; the top bit says that more follow. */
    private Message varint(long value) {
        long rest = value;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) out.write((int) (rest & 0x7f | 0x80));
        out.write((int) rest);
        return this;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

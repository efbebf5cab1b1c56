package dev.wsol.vision.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes protobuf bytes apart without knowing their schema: every value by field number. Shares no code with the writer. */
final class Wire {
    private final Map<Integer, List<Object>> fields = new TreeMap<>();

    Wire(ByteBuffer bytes) {
        var in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int tag = (int) varint(in);
            Object value =
                    switch (tag & 7) {
                        case 0 -> varint(in);
                        case 1 -> in.getDouble();
                        case 2 -> chunk(in, (int) varint(in));
                        case 5 -> in.getFloat();
                        default -> throw new IllegalArgumentException("wire type " + (tag & 7));
                    };
            fields.computeIfAbsent(tag >>> 3, k -> new ArrayList<>()).add(value);
        }
    }

    static ByteBuffer chunk(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) throw new BufferUnderflowException();
        var chunk = in.slice(in.position(), length);
        in.position(in.position() + length);
        return chunk;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) return value;
        }
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    Object one(int field) {
        if (!has(field) || fields.get(field).size() != 1) throw new IllegalStateException(field + " in " + fields);
        return fields.get(field).get(0);
    }

    Wire message(int field) {
        return new Wire((ByteBuffer) one(field));
    }

    List<Wire> messages(int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(b -> new Wire((ByteBuffer) b))
                .toList();
    }

    String text(int field) {
        return StandardCharsets.UTF_8
                .decode(((ByteBuffer) one(field)).duplicate())
                .toString();
    }
}

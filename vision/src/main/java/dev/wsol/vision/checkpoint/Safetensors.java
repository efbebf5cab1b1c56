package dev.wsol.vision.checkpoint;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The safetensors file format: 8 bytes of little-endian header length, a JSON header, raw little-endian row-major data.
 * Files come from anywhere, so every length is checked against the file before it is used.
 *
 * @param tensors by name, in file order
 * @param metadata the header's {@code __metadata__}; empty when absent
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String METADATA = "__metadata__";

    /** A parsed header is some thirty times its text; this is enough for 60,000 tensors. */
    private static final long MAX_HEADER = 8L << 20;

    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Maps the file into memory; tensors are views of it.
     *
     * @throws CheckpointException if the file is missing, truncated or not safetensors
     */
    public static Safetensors read(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE)
                throw new CheckpointException(file + ": larger than 2 GiB, which this reader does not map");
            return parse(file.toString(), channel.map(MapMode.READ_ONLY, 0, channel.size()));
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /** Reads the format from memory; {@code name} is used in messages only. */
    public static Safetensors parse(String name, ByteBuffer bytes) {
        var in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 8) throw new CheckpointException(name + ": truncated, no safetensors header");
        long length = in.getLong();
        if (length < 2 || length > Math.min(MAX_HEADER, in.remaining()))
            throw new CheckpointException(name + ": not a safetensors file (header length " + length + ")");
        var text = new byte[(int) length];
        in.get(text);
        var data = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        var tensors = new LinkedHashMap<String, Tensor>();
        var metadata = new LinkedHashMap<String, String>();
        try {
            JsonNode header = JSON.readTree(new String(text, StandardCharsets.UTF_8));
            if (!header.isObject()) throw new CheckpointException(name + ": safetensors header is not an object");
            for (var e : header.properties()) {
                if (e.getKey().equals(METADATA))
                    e.getValue()
                            .properties()
                            .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
                else tensors.put(e.getKey(), tensor(name, e.getKey(), e.getValue(), data));
            }
            checkCover(name, header, data.capacity());
        } catch (IOException e) {
            throw new CheckpointException(name + ": safetensors header is not JSON", e);
        }
        return new Safetensors(tensors, metadata);
    }

    private static Tensor tensor(String file, String name, JsonNode entry, ByteBuffer data) {
        try {
            var type = type(entry.path("dtype").asText());
            var shape = new long[entry.path("shape").size()];
            if (!entry.path("shape").isArray()) throw new IllegalArgumentException("has no shape");
            Arrays.setAll(shape, i -> whole(entry.path("shape").get(i)));
            if (entry.path("data_offsets").size() != 2) throw new IllegalArgumentException("has no data_offsets");
            long from = whole(entry.path("data_offsets").path(0));
            long to = whole(entry.path("data_offsets").path(1));
            if (to < from || to > data.capacity())
                throw new CheckpointException(file + ": " + Printable.of(name) + " lies outside the file (truncated?)");
            return new Tensor(type, shape, data.slice((int) from, (int) (to - from)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CheckpointException(file + ": " + Printable.of(name) + ": " + e.getMessage(), e);
        }
    }

    private static Tensor.Type type(String name) {
        for (Tensor.Type type : Tensor.Type.values()) if (type.name().equals(name)) return type;
        throw new IllegalArgumentException("element type \"" + Printable.of(name) + "\" is not supported");
    }

    private static long whole(JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0)
            throw new IllegalArgumentException("has \"" + Printable.of(number) + "\" where a length belongs");
        return number.asLong();
    }

    /** The format wants every byte of data to belong to exactly one tensor; anything else is damage. */
    private static void checkCover(String file, JsonNode header, long dataBytes) {
        var spans = new ArrayList<long[]>();
        for (var e : header.properties()) {
            JsonNode at = e.getValue().path("data_offsets");
            if (!e.getKey().equals(METADATA))
                spans.add(new long[] {at.path(0).asLong(), at.path(1).asLong()});
        }
        spans.sort(Comparator.<long[]>comparingLong(s -> s[0]).thenComparingLong(s -> s[1]));
        long end = 0;
        for (long[] span : spans) {
            if (span[0] != end)
                throw new CheckpointException(
                        file + ": tensors overlap or leave a gap at byte " + end + " of the data; the file is damaged");
            end = span[1];
        }
        if (end != dataBytes)
            throw new CheckpointException(file + ": " + (dataBytes - end) + " bytes of data belong to no tensor");
    }

    /**
     * Writes the file: complete under its name or not at all. Data starts on an 8-byte boundary.
     *
     * @throws IOException if the folder cannot be written or the disk is full; an existing file stays as it was
     */
    public void write(Path file) throws IOException {
        WholeFile.write(file, out -> {
            writeFully(out, head());
            for (var t : tensors.values()) writeFully(out, t.data());
        });
    }

    private ByteBuffer head() {
        var header = JSON.createObjectNode();
        if (!metadata.isEmpty()) header.set(METADATA, JSON.valueToTree(metadata));
        long offset = 0;
        for (var e : tensors.entrySet()) {
            var node = header.putObject(e.getKey());
            node.put("dtype", e.getValue().type().name());
            node.set("shape", JSON.valueToTree(e.getValue().shape()));
            long end = offset + e.getValue().data().remaining();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        var text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        var head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(padded).put(text);
        while (head.hasRemaining()) head.put((byte) ' ');
        return head.flip();
    }

    static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) out.write(bytes);
    }
}

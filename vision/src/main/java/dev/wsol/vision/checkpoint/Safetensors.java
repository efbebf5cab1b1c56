package dev.wsol.vision.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
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
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_HEADER = 100L << 20;

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
                if (e.getKey().equals("__metadata__"))
                    e.getValue()
                            .properties()
                            .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
                else tensors.put(e.getKey(), tensor(name, e.getKey(), e.getValue(), data));
            }
        } catch (IOException e) {
            throw new CheckpointException(name + ": safetensors header is not JSON", e);
        }
        return new Safetensors(tensors, metadata);
    }

    private static Tensor tensor(String file, String name, JsonNode entry, ByteBuffer data) {
        try {
            var type = Tensor.Type.valueOf(entry.path("dtype").asText());
            var shape = new long[entry.path("shape").size()];
            Arrays.setAll(shape, i -> entry.path("shape").get(i).asLong(-1));
            long from = entry.path("data_offsets").path(0).asLong(-1);
            long to = entry.path("data_offsets").path(1).asLong(-1);
            if (from < 0 || to < from || to > data.capacity())
                throw new CheckpointException(file + ": " + name + " lies outside the file (truncated?)");
            return new Tensor(type, shape, data.slice((int) from, (int) (to - from)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CheckpointException(file + ": " + name + ": " + e.getMessage(), e);
        }
    }

    /** Writes the file in one go; an existing file is replaced. Data starts on an 8-byte boundary. */
    public void write(Path file) throws IOException {
        var header = JSON.createObjectNode();
        if (!metadata.isEmpty()) header.set("__metadata__", JSON.valueToTree(metadata));
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
        if (file.toAbsolutePath().getParent() != null)
            Files.createDirectories(file.toAbsolutePath().getParent());
        try (var out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(out, head.flip());
            for (var t : tensors.values()) writeFully(out, t.data());
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) out.write(bytes);
    }
}

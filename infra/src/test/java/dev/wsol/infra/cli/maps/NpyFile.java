package dev.wsol.infra.cli.maps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes float64 arrays as NumPy does. */
final class NpyFile {
    private NpyFile() {}

    static void write(Path file, double[] values, int... shape) throws IOException {
        var axes = new StringBuilder();
        for (int n : shape) axes.append(n).append(", ");
        var head = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + axes + "), }\n";
        var bytes = ByteBuffer.allocate(10 + head.length() + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
        bytes.putShort((short) head.length()).put(head.getBytes(StandardCharsets.ISO_8859_1));
        for (double v : values) bytes.putDouble(v);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.array());
    }
}

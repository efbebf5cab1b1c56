package dev.wsol.vision.map;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * An array from a NumPy {@code .npy} file (format versions 1 to 3), plain or gzip'ed: little endian, C order, numbers
 * only. Files come from anywhere: lengths are checked before memory is taken, and arrays of Python objects are refused.
 *
 * @param shape lengths of the axes; empty for a scalar
 * @param data little-endian elements, exactly {@code type.bytes() * count()} of them
 */
public record Npy(Type type, int[] shape, ByteBuffer data) {
    /** Largest array accepted, in bytes. */
    public static final int MAX_BYTES = 1 << 30;

    private static final int MAX_HEADER = 1 << 16;
    private static final int MAX_AXES = 32;
    private static final Pattern HEADER = Pattern.compile("\\s*\\{(?=.*'descr':\\s*'([^']*)')"
            + "(?=.*'fortran_order':\\s*(True|False))(?=.*'shape':\\s*\\(([0-9, ]*)\\)).*\\}\\s*");

    /** Element types, with NumPy's names for them. */
    public enum Type {
        F4("<f4", 4),
        F8("<f8", 8),
        U1("|u1", 1),
        U2("<u2", 2),
        U4("<u4", 4),
        I4("<i4", 4),
        I8("<i8", 8);

        private final String descr;
        private final int bytes;

        Type(String descr, int bytes) {
            this.descr = descr;
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    public Npy {
        data = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads a file; a name ending in {@code .gz} is unpacked on the way.
     *
     * @throws MapException if the file is missing, truncated, too long, or not such an array
     */
    public static Npy read(Path file) {
        try (var raw = new BufferedInputStream(Files.newInputStream(file))) {
            boolean packed = file.toString().endsWith(".gz");
            return parse(file.toString(), packed ? new GZIPInputStream(raw) : raw, packed ? -1 : Files.size(file));
        } catch (IOException e) {
            throw new MapException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /** Reads the plain format from memory; {@code name} is used in messages only. */
    public static Npy parse(String name, byte[] bytes) {
        try {
            return parse(name, new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw new MapException(name + ": cannot be read (" + e + ")", e);
        }
    }

    private static Npy parse(String name, InputStream in, long fileBytes) throws IOException {
        var magic = in.readNBytes(8);
        if (magic.length < 8 || !new String(magic, 0, 6, StandardCharsets.ISO_8859_1).equals("\u0093NUMPY"))
            throw new MapException(name + ": not a .npy file");
        if (magic[6] < 1 || magic[6] > 3) throw new MapException(name + ": .npy format version " + magic[6]);
        int lengthBytes = magic[6] == 1 ? 2 : 4;
        long length = littleEndian(name, in.readNBytes(lengthBytes), lengthBytes);
        if (length > MAX_HEADER) throw new MapException(name + ": .npy header of " + length + " bytes");
        var header = in.readNBytes((int) length);
        if (header.length < length) throw new MapException(name + ": truncated .npy header");
        var text = HEADER.matcher(new String(header, StandardCharsets.UTF_8));
        if (!text.matches()) throw new MapException(name + ": unreadable .npy header");
        if (text.group(2).equals("True"))
            throw new MapException(name + ": Fortran order; save numpy.ascontiguousarray(a)");
        var type = type(name, text.group(1));
        int[] shape = shape(name, text.group(3));
        long bytes = bytes(name, type, shape);
        if (fileBytes >= 0 && fileBytes != 8 + lengthBytes + length + bytes)
            throw new MapException(name + ": shape " + Arrays.toString(shape) + " needs " + bytes
                    + " bytes of data, the file has " + (fileBytes - 8 - lengthBytes - length));
        var data = in.readNBytes((int) bytes); // grows as data arrives: a lying header costs nothing
        if (data.length < bytes || in.read() >= 0)
            throw new MapException(name + ": shape " + Arrays.toString(shape) + " needs exactly " + bytes
                    + " bytes of data, the file has " + (data.length < bytes ? data.length : "more"));
        return new Npy(type, shape, ByteBuffer.wrap(data));
    }

    private static long littleEndian(String name, byte[] bytes, int wanted) {
        if (bytes.length < wanted) throw new MapException(name + ": truncated .npy header");
        long value = 0;
        for (int i = wanted - 1; i >= 0; i--) value = value << 8 | bytes[i] & 0xff;
        return value;
    }

    private static Type type(String name, String descr) {
        for (var t : Type.values()) if (t.descr.equals(descr)) return t;
        if (descr.contains("O")) throw new MapException(name + ": holds Python objects, which are never unpickled");
        throw new MapException(name + ": element type '" + descr + "' is not read; save as float32 or float64");
    }

    private static int[] shape(String name, String text) {
        var axes = Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty());
        try {
            int[] shape = axes.mapToInt(Integer::parseInt).toArray();
            if (shape.length <= MAX_AXES) return shape;
        } catch (NumberFormatException e) {
            throw new MapException(name + ": shape (" + text + ") is not usable", e);
        }
        throw new MapException(name + ": more than " + MAX_AXES + " axes");
    }

    private static long bytes(String name, Type type, int[] shape) {
        long bytes = type.bytes;
        boolean empty = Arrays.stream(shape).anyMatch(n -> n == 0);
        for (int n : shape) {
            bytes = empty ? 0 : bytes * n; // below 2^30 * 2^31 after each step
            if (bytes > MAX_BYTES)
                throw new MapException(
                        name + ": shape " + Arrays.toString(shape) + " is larger than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }

    public int count() {
        return data.remaining() / type.bytes;
    }

    /** Elements from {@code from} on, widened to double (whole numbers beyond 2^53 lose digits). */
    public double[] doubles(int from, int count) {
        var out = new double[count];
        for (int i = 0; i < count; i++) out[i] = at(from + i);
        return out;
    }

    public double[] doubles() {
        return doubles(0, count());
    }

    /** Elements of a {@link Type#F4} array. */
    public float[] floats() {
        need(Type.F4);
        var out = new float[count()];
        data().asFloatBuffer().get(out);
        return out;
    }

    /** Elements of a {@link Type#U1} array from {@code from} on, still unsigned bytes. */
    public byte[] bytes(int from, int count) {
        need(Type.U1);
        var out = new byte[count];
        data().get(data.position() + from, out);
        return out;
    }

    /** All elements as ints. @throws ArithmeticException if one does not fit */
    public int[] ints() {
        var out = new int[count()];
        for (int i = 0; i < out.length; i++) out[i] = Math.toIntExact(whole(i));
        return out;
    }

    /** Element {@code i} of an integer array. */
    public long whole(int i) {
        int p = data.position() + i * type.bytes;
        return switch (type) {
            case U1 -> data.get(p) & 0xff;
            case U2 -> data.getChar(p);
            case U4 -> data.getInt(p) & 0xffff_ffffL;
            case I4 -> data.getInt(p);
            case I8 -> data.getLong(p);
            case F4, F8 -> throw new MapException("an array of " + type + " where whole numbers are needed");
        };
    }

    private double at(int i) {
        int p = data.position() + i * type.bytes;
        return switch (type) {
            case F4 -> data.getFloat(p);
            case F8 -> data.getDouble(p);
            default -> whole(i);
        };
    }

    private void need(Type wanted) {
        if (type != wanted) throw new MapException("an array of " + type + " where " + wanted + " is needed");
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}

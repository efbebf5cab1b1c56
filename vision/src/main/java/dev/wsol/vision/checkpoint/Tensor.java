package dev.wsol.vision.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array of numbers outside any engine: what checkpoint files hold.
 *
 * @param type element type
 * @param shape lengths of the axes, row-major; empty for a scalar
 * @param data little-endian elements, exactly {@code type.bytes() * product(shape)} of them
 */
public record Tensor(Type type, long[] shape, ByteBuffer data) {

    /** Element types of the safetensors format that checkpoints of this field use. */
    public enum Type {
        F64(8),
        F32(4),
        F16(2),
        BF16(2),
        I64(8),
        I32(4),
        I16(2),
        I8(1),
        U8(1),
        BOOL(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    public Tensor {
        shape = shape.clone();
        data = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long wanted = Math.multiplyExact(count(shape), type.bytes());
        if (data.remaining() != wanted) {
            throw new IllegalArgumentException("a " + type + " tensor of shape " + Arrays.toString(shape) + " has "
                    + wanted + " bytes, not " + data.remaining());
        }
    }

    public static Tensor of(float[] values, long... shape) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(Type.F32, shape, bytes);
    }

    /** One number of no axes, in 64 bits. */
    public static Tensor of(double value) {
        var bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return new Tensor(Type.F64, new long[0], bytes.putDouble(0, value));
    }

    public long count() {
        return count(shape);
    }

    /** Elements in a fresh array; every type is widened or narrowed to float. */
    public float[] floats() {
        var out = new float[Math.toIntExact(count())];
        if (type == Type.F32) data().asFloatBuffer().get(out);
        else for (int i = 0; i < out.length; i++) out[i] = (float) at(i);
        return out;
    }

    /** Elements in a fresh array, widened to double (integers beyond 2^53 lose digits). */
    public double[] doubles() {
        var out = new double[Math.toIntExact(count())];
        Arrays.setAll(out, this::at);
        return out;
    }

    private double at(int i) {
        int p = data.position() + i * type.bytes();
        return switch (type) {
            case F64 -> data.getDouble(p);
            case F32 -> data.getFloat(p);
            case F16 -> halfToFloat(data.getShort(p));
            case BF16 -> Float.intBitsToFloat(data.getShort(p) << 16);
            case I64 -> data.getLong(p);
            case I32 -> data.getInt(p);
            case I16 -> data.getShort(p);
            case I8 -> data.get(p);
            case U8, BOOL -> data.get(p) & 0xff;
        };
    }

    /** IEEE 754 binary16 to binary32; Java 20 has this built in, Java 17 does not. */
    private static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign | 0x3f800000));
        if (exponent == 31) return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    private static long count(long[] shape) {
        long n = 1;
        for (long s : shape) {
            if (s < 0) throw new IllegalArgumentException("negative length in shape " + Arrays.toString(shape));
            n = Math.multiplyExact(n, s);
        }
        return n;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Tensor t && type == t.type && Arrays.equals(shape, t.shape) && data.equals(t.data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + data.hashCode();
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}

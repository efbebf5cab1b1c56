package dev.wsol.coordinator.stored;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the values that {@link ValueWriter} wrote. Their own constructors look at them once more. */
final class ValueReader {
    private static final String OURS = "dev.wsol.";

    private final ByteBuffer in;
    private final Object[] lately = new Object[Code.PLACES];
    private final List<Shape> classes = new ArrayList<>();

    /** How to make a record, or which values an enum has. */
    private record Shape(MethodHandle make, int components, Object[] values) {}

    ValueReader(ByteBuffer in) {
        this.in = in;
    }

    /**
     * The next value; empty at the end.
     *
     * @throws RuntimeException if there is something else
     */
    Optional<Object> next() {
        byte code = in.get();
        return code == Code.END ? Optional.empty() : Optional.of(value(code));
    }

    private Object value() {
        return value(in.get());
    }

    private Object value(byte code) {
        return switch (code) {
            case Code.AGAIN -> lately[place()];
            case Code.STRING -> string();
            case Code.RECORD -> record();
            case Code.CLASS -> {
                classes.add(shape(name()));
                yield value();
            }
            case Code.ENUM -> classes.get(in.getShort()).values()[in.getShort()];
            case Code.INT -> in.getInt();
            case Code.LONG -> in.getLong();
            case Code.DOUBLE -> in.getDouble();
            case Code.TRUE -> true;
            case Code.FALSE -> false;
            case Code.INSTANT -> Instant.ofEpochSecond(in.getLong(), in.getInt());
            case Code.DURATION -> Duration.ofSeconds(in.getLong(), in.getInt());
            case Code.NOTHING -> Optional.empty();
            case Code.OPTIONAL -> Optional.of(value());
            case Code.LIST -> list();
            case Code.MAP -> map();
            default -> throw new IllegalStateException("no value begins with " + code);
        };
    }

    private int place() {
        return Short.toUnsignedInt(in.getShort());
    }

    private Object string() {
        int place = place();
        var bytes = new byte[in.getInt()];
        in.get(bytes);
        lately[place] = new String(bytes, UTF_8);
        return lately[place];
    }

    private Object record() {
        int place = place();
        var shape = classes.get(in.getShort());
        var components = new Object[shape.components()];
        for (int at = 0; at < components.length; at++) components[at] = value();
        try {
            Object made = shape.make().invokeExact(components);
            lately[place] = made;
            return made;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) { // a method handle declares no less; constructors of records throw nothing checked
            throw new IllegalStateException(e);
        }
    }

    private List<Object> list() {
        var values = new Object[in.getInt()];
        for (int at = 0; at < values.length; at++) values[at] = value();
        return List.of(values);
    }

    private Map<Object, Object> map() {
        int size = in.getInt();
        var out = new LinkedHashMap<>();
        for (int at = 0; at < size; at++) {
            var key = value();
            out.put(key, value());
        }
        return out;
    }

    /** As {@code DataOutput.writeUTF} has it. */
    private String name() {
        int length = Short.toUnsignedInt(in.getShort(in.position())) + Short.BYTES;
        var bytes = new byte[length];
        in.get(bytes);
        try {
            return new DataInputStream(new ByteArrayInputStream(bytes)).readUTF();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Shape shape(String name) {
        if (!name.startsWith(OURS)) throw new IllegalStateException("no class of ours: " + name);
        try {
            var type = Class.forName(name);
            if (type.isEnum()) return new Shape(null, 0, type.getEnumConstants());
            var parts = type.getRecordComponents();
            var make = type.getDeclaredConstructor(
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
            make.setAccessible(true);
            var handle = MethodHandles.lookup()
                    .unreflectConstructor(make)
                    .asSpreader(Object[].class, parts.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            return new Shape(handle, parts.length, new Object[0]);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no record: " + name, e);
        }
    }
}

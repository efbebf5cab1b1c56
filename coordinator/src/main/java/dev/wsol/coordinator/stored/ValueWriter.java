package dev.wsol.coordinator.stored;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes values by their shape. What equals something written lately is named, not repeated: jobs have much in common. */
final class ValueWriter {
    private final DataOutputStream out;
    private final Object[] lately = new Object[Code.PLACES];
    private final Map<Class<?>, Integer> classes = new HashMap<>();
    private final Map<Class<?>, List<Method>> components = new HashMap<>();

    ValueWriter(DataOutputStream out) {
        this.out = out;
    }

    /** @throws IllegalArgumentException for a value of a class that has no place here */
    void write(Object value) throws IOException {
        if (value instanceof String || value instanceof Record) remembered(value);
        else if (value instanceof Enum<?> e) enumerated(e);
        else if (value instanceof Integer n) code(Code.INT).writeInt(n);
        else if (value instanceof Long n) code(Code.LONG).writeLong(n);
        else if (value instanceof Double n) code(Code.DOUBLE).writeDouble(n);
        else if (value instanceof Boolean b) code(b ? Code.TRUE : Code.FALSE);
        else if (value instanceof Instant t) time(Code.INSTANT, t.getEpochSecond(), t.getNano());
        else if (value instanceof Duration d) time(Code.DURATION, d.getSeconds(), d.getNano());
        else if (value instanceof Optional<?> o) optional(o);
        else if (value instanceof List<?> list) list(list);
        else if (value instanceof Map<?, ?> map) map(map);
        else throw new IllegalArgumentException("cannot be stored: " + (value == null ? "null" : value.getClass()));
    }

    void end() throws IOException {
        code(Code.END);
    }

    private DataOutputStream code(byte code) throws IOException {
        out.writeByte(code);
        return out;
    }

    private void remembered(Object value) throws IOException {
        int hash = value.hashCode() * 0x9E3779B9;
        int place = hash >>> 16;
        if (lately[place] != null && lately[place].getClass() == value.getClass() && value.equals(lately[place])) {
            code(Code.AGAIN).writeShort(place);
            return;
        }
        if (value instanceof String s) {
            var bytes = s.getBytes(UTF_8);
            code(Code.STRING).writeShort(place);
            out.writeInt(bytes.length);
            out.write(bytes);
        } else record((Record) value, place);
        lately[place] = value; // only now: the reader, too, knows it when all of it is there
    }

    private void record(Record value, int place) throws IOException {
        int number = number(value.getClass());
        code(Code.RECORD).writeShort(place);
        out.writeShort(number);
        for (var component : components.computeIfAbsent(value.getClass(), ValueWriter::components))
            write(read(value, component));
    }

    @SuppressWarnings("EnumOrdinal") // only the same build reads it
    private void enumerated(Enum<?> value) throws IOException {
        int number = number(value.getDeclaringClass());
        code(Code.ENUM).writeShort(number);
        out.writeShort(value.ordinal());
    }

    private int number(Class<?> type) throws IOException {
        var known = classes.get(type);
        if (known != null) return known;
        code(Code.CLASS).writeUTF(type.getName());
        classes.put(type, classes.size());
        return classes.get(type);
    }

    private void time(byte code, long seconds, int nanos) throws IOException {
        code(code).writeLong(seconds);
        out.writeInt(nanos);
    }

    private void optional(Optional<?> value) throws IOException {
        code(value.isPresent() ? Code.OPTIONAL : Code.NOTHING);
        if (value.isPresent()) write(value.get());
    }

    private void list(List<?> list) throws IOException {
        code(Code.LIST).writeInt(list.size());
        for (var value : list) write(value);
    }

    private void map(Map<?, ?> map) throws IOException {
        code(Code.MAP).writeInt(map.size());
        for (var e : map.entrySet()) {
            write(e.getKey());
            write(e.getValue());
        }
    }

    private static List<Method> components(Class<?> type) {
        var all = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getAccessor)
                .toList();
        all.forEach(m -> m.setAccessible(true));
        return all;
    }

    private static Object read(Record value, Method component) {
        try {
            return component.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record without its component " + component, e);
        }
    }
}

package dev.wsol.vision.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pickle protocol 2 as PyTorch writes it, as data. A pickle is a program; this machine knows only the
 * instructions that build plain values and calls nothing: the few names it accepts stand for functions written here
 * (spec section 8.1). Every other instruction or name is refused by name.
 *
 * <p>Values: null, Boolean, Long, BigInteger, Double, String, List (lists, tuples, sizes), Map (in order), and what
 * {@link Torch} makes.
 */
final class Pickle {
    private static final int MOST_DIGITS = 64; // bytes of a long integer

    /** A tensor takes some fifty instructions; each may leave a value of some hundred bytes behind. */
    private static final int MOST_STEPS = 2_000_000;

    private static final int MOST_TEXT = 16 << 20;

    private final String name;
    private final ByteBuffer in;
    private final Torch torch;
    private final Deque<List<Object>> marks = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private List<Object> stack = new ArrayList<>();
    private int steps;
    private int text;

    /** Reads from the buffer's position; after {@link #read} the position is behind the pickle. */
    Pickle(String name, ByteBuffer in, Torch torch) {
        this.name = name;
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
        this.torch = torch;
    }

    /** @throws CheckpointException if the pickle is damaged or asks for anything but plain values and tensors */
    Object read() {
        try {
            int op = next();
            while (op != '.') {
                if (++steps > MOST_STEPS) throw damaged("it has more than " + MOST_STEPS + " instructions", null);
                step(op);
                op = next();
            }
            return pop();
        } catch (CheckpointException e) {
            throw e;
        } catch (RuntimeException e) { // underflows and wrong types of a damaged program
            throw damaged(e.toString(), e);
        }
    }

    private void step(int op) {
        switch (op) {
            case 0x80 -> version();
            case '(' -> mark();
            case 'c' -> push(torch.global(line(), line()));
            case 'R' -> reduce();
            case 'b' -> build();
            case 'Q' -> push(torch.storage(pop()));
            case '}' -> push(new LinkedHashMap<>());
            case ']' -> push(new ArrayList<>());
            case ')' -> push(List.of());
            case 't' -> push(tuple(popMark()));
            case 0x85 -> push(tuple(popLast(1)));
            case 0x86 -> push(tuple(popLast(2)));
            case 0x87 -> push(tuple(popLast(3)));
            case 'a' -> append(popLast(1));
            case 'e' -> append(popMark());
            case 's' -> set(popLast(2));
            case 'u' -> set(popMark());
            case 'q' -> memo.put(next(), top());
            case 'r' -> memo.put(in.getInt(), top());
            case 'h' -> push(remembered(next()));
            case 'j' -> push(remembered(in.getInt()));
            default -> push(value(op));
        }
    }

    private Object value(int op) {
        return switch (op) {
            case 'N' -> null;
            case 0x88 -> true;
            case 0x89 -> false;
            case 'K' -> (long) next();
            case 'M' -> (long) Short.toUnsignedInt(in.getShort());
            case 'J' -> (long) in.getInt();
            case 0x8a -> integer(next());
            case 'G' -> Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
            case 'X' -> text(in.getInt());
            default -> throw damaged("instruction 0x%02x is not one that PyTorch writes".formatted(op), null);
        };
    }

    private int next() {
        if (!in.hasRemaining()) throw damaged("it is truncated", null);
        return in.get() & 0xff;
    }

    private void version() {
        int version = next();
        if (version != 2) throw damaged("its protocol is " + version + "; save it with the default protocol 2", null);
    }

    private void mark() {
        marks.push(stack);
        stack = new ArrayList<>();
    }

    private List<Object> popMark() {
        List<Object> above = stack;
        stack = marks.pop();
        return above;
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }

    private List<Object> popLast(int count) {
        List<Object> last = stack.subList(stack.size() - count, stack.size());
        var values = new ArrayList<>(last);
        last.clear();
        return values;
    }

    /** Not {@code List.copyOf}: tuples may hold None. */
    private static List<Object> tuple(List<Object> values) {
        return Collections.unmodifiableList(values);
    }

    private Object remembered(int key) {
        if (!memo.containsKey(key)) throw damaged("it recalls value " + key + ", which it never stored", null);
        return memo.get(key);
    }

    @SuppressWarnings("unchecked") // every List on the stack was made here
    private void append(List<Object> values) {
        ((List<Object>) top()).addAll(values);
    }

    @SuppressWarnings("unchecked") // every Map on the stack was made here
    private void set(List<Object> values) {
        var map = (Map<Object, Object>) top();
        for (int i = 0; i < values.size(); i += 2) {
            Object key = values.get(i);
            // other keys would have to be hashed, and a list that holds itself cannot be
            if (!(key instanceof String || key instanceof Number || key instanceof Boolean || key == null))
                throw damaged("it has a dictionary with keys that are neither text nor numbers", null);
            map.put(key, values.get(i + 1));
        }
    }

    private void reduce() {
        var arguments = (List<?>) pop();
        push(torch.call(pop(), arguments));
    }

    /** Attributes of an ordered dictionary ({@code _metadata}) say nothing about weights. */
    private void build() {
        pop();
        if (!(top() instanceof Map)) throw damaged("it sets the state of something that is not a dictionary", null);
    }

    private Object integer(int bytes) {
        if (bytes > MOST_DIGITS) throw damaged("it has an integer of " + bytes + " bytes", null);
        if (bytes == 0) return 0L;
        var bigEndian = new byte[bytes];
        for (int i = bytes - 1; i >= 0; i--) bigEndian[i] = in.get();
        var value = new BigInteger(bigEndian);
        if (value.bitLength() < Long.SIZE) return value.longValue();
        return value;
    }

    private String text(int length) {
        if (length < 0 || length > in.remaining() || length > MOST_TEXT - text)
            throw damaged("it has a text of " + Integer.toUnsignedString(length) + " bytes", null);
        text += length;
        var bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        var text = new StringBuilder();
        for (int c = next(); c != '\n'; c = next()) {
            if (text.length() > 200) throw damaged("it has a name without an end", null);
            text.append((char) c);
        }
        return text.toString();
    }

    private CheckpointException damaged(String what, Throwable cause) {
        return new CheckpointException(name + ": the pickle in this file cannot be used: " + what, cause);
    }
}

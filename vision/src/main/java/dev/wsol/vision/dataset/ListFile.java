package dev.wsol.vision.dataset;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Text files of one entry a line, read line by line: lists of a million images pass without being held. LF or CRLF,
 * with or without a last newline; blank lines say nothing.
 */
final class ListFile {
    private static final long MOST_BYTES = 2L << 30;
    private static final int LONGEST_LINE = 1 << 16;
    private static final int CHUNK = 1 << 14;
    private static final int SHOWN = 80;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private ListFile() {}

    /** A line that is not blank, without surrounding white space; {@code number} counts from 1. */
    record Line(String file, int number, String text) {
        Origin origin() {
            return new Origin(file, number);
        }

        /** The same line under another file name. */
        Line in(String other) {
            return new Line(other, number, text);
        }

        /** The parts between white space. */
        String[] words() {
            return BLANKS.split(text);
        }

        /** The parts between commas, each without surrounding white space; empty ones are kept. */
        String[] fields() {
            String[] fields = text.split(",", -1);
            for (int i = 0; i < fields.length; i++) fields[i] = fields[i].strip();
            return fields;
        }

        /** The text in quotes for messages, cut when long. */
        String quoted() {
            return ListFile.quoted(text);
        }
    }

    static boolean isThere(Path root, String name) {
        return Files.isRegularFile(root.resolve(name));
    }

    /**
     * Hands over every line that is not blank.
     *
     * @return how many there were
     * @throws DatasetException if the file is missing, too large or not UTF-8 text
     */
    static int each(Path root, String name, Consumer<Line> use) {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file))
            throw new DatasetException("data set " + root + ": the file " + name + " is missing");
        try {
            if (Files.size(file) > MOST_BYTES)
                throw new DatasetException(file + ": larger than " + (MOST_BYTES >> 20) + " MiB, this is no list");
            try (var reader = Files.newBufferedReader(file)) {
                return each(reader, name, file, use);
            }
        } catch (CharacterCodingException e) {
            throw new DatasetException(file + ": is not UTF-8 text", e);
        } catch (IOException e) {
            throw new DatasetException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /** The same for a file that must say something. */
    static void eachOfSome(Path root, String name, Consumer<Line> use) {
        if (each(root, name, use) == 0) throw new DatasetException(root.resolve(name) + ": is empty");
    }

    /** Not by {@code readLine}, which would take a gigabyte without a newline. */
    private static int each(Reader reader, String name, Path file, Consumer<Line> use) throws IOException {
        var chunk = new char[CHUNK];
        var text = new StringBuilder();
        int number = 1;
        int used = 0;
        for (int n = reader.read(chunk); n >= 0; n = reader.read(chunk)) {
            int from = 0;
            for (int i = 0; i < n; i++) {
                if (chunk[i] != '\n') continue;
                text.append(chunk, from, i - from);
                if (line(text, name, file, number++, use)) used++;
                from = i + 1;
            }
            text.append(chunk, from, n - from);
            check(text, file, number);
        }
        return line(text, name, file, number, use) ? used + 1 : used;
    }

    /** @return whether it said something */
    private static boolean line(StringBuilder text, String name, Path file, int number, Consumer<Line> use) {
        check(text, file, number);
        var line = text.toString().strip();
        text.setLength(0);
        if (line.isEmpty()) return false;
        use.accept(new Line(name, number, line));
        return true;
    }

    private static void check(StringBuilder text, Path file, int number) {
        if (text.length() > LONGEST_LINE)
            throw new DatasetException(
                    file + " line " + number + ": longer than " + LONGEST_LINE + " characters, this is no list");
    }

    static String quoted(String text) {
        return '"' + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + '"';
    }
}

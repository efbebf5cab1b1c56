package dev.wsol.vision.dataset;

import java.io.BufferedReader;
import java.io.IOException;
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

    private static int each(BufferedReader reader, String name, Path file, Consumer<Line> use) throws IOException {
        var text = new StringBuilder();
        int number = 0;
        int used = 0;
        for (boolean more = true; more; ) {
            more = readLine(reader, text, file, ++number);
            var line = text.toString().strip();
            if (line.isEmpty()) continue;
            use.accept(new Line(name, number, line));
            used++;
        }
        return used;
    }

    /** Up to the next newline; not {@code readLine}, which would take a gigabyte without one. False at the end. */
    private static boolean readLine(BufferedReader reader, StringBuilder into, Path file, int number)
            throws IOException {
        into.setLength(0);
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n') return true;
            into.append((char) c);
            if (into.length() > LONGEST_LINE)
                throw new DatasetException(
                        file + " line " + number + ": longer than " + LONGEST_LINE + " characters, this is no list");
        }
        return false;
    }

    static String quoted(String text) {
        return '"' + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + '"';
    }
}

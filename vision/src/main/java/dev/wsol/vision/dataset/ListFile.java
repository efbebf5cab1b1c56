package dev.wsol.vision.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A text file of one entry a line. LF or CRLF, with or without a last newline; blank lines say nothing. */
record ListFile(String name, List<Line> lines) {
    private static final long MOST_BYTES = 512L << 20;

    /** A line that is not blank, without surrounding white space; {@code number} counts from 1. */
    record Line(String file, int number, String text) {
        /** For messages: file and line. */
        String at() {
            return file + " line " + number;
        }
    }

    /** @throws DatasetException if the file is missing, empty, too large or not UTF-8 text */
    static ListFile read(Path root, String name) {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file))
            throw new DatasetException("data set " + root + ": the file " + name
                    + " is missing; the folder must look like CUB_200_2011 (images.txt, image_class_labels.txt,"
                    + " train_test_split.txt, bounding_boxes.txt, classes.txt, images/)");
        try {
            if (Files.size(file) > MOST_BYTES)
                throw new DatasetException(file + ": larger than " + (MOST_BYTES >> 20) + " MiB, this is no list");
            var lines = new ArrayList<Line>();
            int number = 0;
            for (String text : Files.readString(file).split("\n", -1)) {
                number++;
                if (!text.isBlank()) lines.add(new Line(name, number, text.strip()));
            }
            if (lines.isEmpty()) throw new DatasetException(file + ": is empty");
            return new ListFile(name, lines);
        } catch (CharacterCodingException e) {
            throw new DatasetException(file + ": is not UTF-8 text", e);
        } catch (IOException e) {
            throw new DatasetException(file + ": cannot be read (" + e + ")", e);
        }
    }
}

package dev.wsol.vision.dataset;

/**
 * Where something was read.
 *
 * @param file as the data set names it, below its folder
 * @param line from 1; 0 when the file as a whole is meant
 */
public record Origin(String file, int line) {
    /** For messages: file and line. */
    @Override
    public String toString() {
        return line > 0 ? file + " line " + line : file;
    }
}

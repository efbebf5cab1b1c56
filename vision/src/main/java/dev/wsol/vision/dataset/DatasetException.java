package dev.wsol.vision.dataset;

/** A data set that cannot be used as it is. The message names files, lines and ids, and says what to do. */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.wsol.vision.checkpoint;

/** The object store could not do what was asked. The message names the object and the store, and says what to do. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for those who have to decide whether to try again. */
    public enum Kind {
        /** There is no such object or bucket. */
        MISSING,
        /** What is there is not what was stored: a digest or a manifest does not fit. */
        CORRUPT,
        /** The object exists already and must not be replaced. */
        EXISTS,
        /** The store understood and declined: credentials, rights, bad names. */
        REFUSED,
        /** No answer, or only server errors, after all retries. The only kind that trying later may cure. */
        UNREACHABLE,
        /** A file on this machine could not be read or written, for example because the disk is full. */
        LOCAL_DISK
    }

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

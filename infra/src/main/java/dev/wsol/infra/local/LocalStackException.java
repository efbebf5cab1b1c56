package dev.wsol.infra.local;

/** A local server that cannot start or a data directory that cannot be used. The message says which, why, and the way out. */
public final class LocalStackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LocalStackException(String message) {
        super(message);
    }

    public LocalStackException(String message, Throwable cause) {
        super(message, cause);
    }
}

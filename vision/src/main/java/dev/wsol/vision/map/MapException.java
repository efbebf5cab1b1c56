package dev.wsol.vision.map;

/** A score map, or the file it came in, that cannot be used; the message names it and says why. */
public final class MapException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MapException(String message) {
        super(message);
    }

    public MapException(String message, Throwable cause) {
        super(message, cause);
    }
}

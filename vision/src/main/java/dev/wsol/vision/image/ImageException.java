package dev.wsol.vision.image;

import java.nio.file.Path;

/** A picture that cannot be used. The message names the file and the reason in words for the person who owns it. */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public ImageException(Path file, String reason) {
        this(file, reason, null);
    }

    public ImageException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
        this.reason = reason;
    }

    /** The message without the file. */
    public String reason() {
        return reason;
    }
}

package dev.wsol.vision.checkpoint;

/** A checkpoint file that cannot be used. The message says which file, what is wrong and, where there is one, the way out. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.wsol.infra.creatures;

/** A drawn data set that cannot be written. The message says where and why. */
public final class CreaturesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CreaturesException(String message, Throwable cause) {
        super(message, cause);
    }
}

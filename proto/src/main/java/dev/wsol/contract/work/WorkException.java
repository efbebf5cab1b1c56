package dev.wsol.contract.work;

/** Kafka cannot be used for taking or reporting work: unreachable, not permitted, or not set up as needed. */
public final class WorkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkException(String message) {
        super(message);
    }

    WorkException(String message, Throwable cause) {
        super(message, cause);
    }
}

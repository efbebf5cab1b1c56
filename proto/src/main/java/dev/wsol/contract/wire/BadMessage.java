package dev.wsol.contract.wire;

/** Bytes on a topic that are no message of the contract. They go to the dead letters with this reason. */
public final class BadMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadMessage(String message, Throwable cause) {
        super(message, cause);
    }
}

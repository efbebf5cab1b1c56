package dev.wsol.contract;

/**
 * Why a job could not go on.
 *
 * @param message what went wrong, where, and what to do; for people
 */
public record Failure(Code code, String message) {
    /** Letters of a message; it is stored with its job and told in every history, and Kafka takes a megabyte at once. */
    private static final int LONGEST = 10_000;

    public Failure {
        if (message.length() > LONGEST) message = message.substring(0, LONGEST - 3) + "...";
    }

    /** Kinds of failure. The coordinator retries only those that may pass by themselves. */
    public enum Code {
        BAD_SPEC(false),
        BAD_DATA(false),
        DIVERGED(false),
        CORRUPT_CHECKPOINT(false),
        STORE_UNREACHABLE(true),
        DISK_FULL(true),
        OUT_OF_MEMORY(false),
        TOO_MANY_ATTEMPTS(false),
        INTERNAL(true);

        private final boolean mayPass;

        Code(boolean mayPass) {
            this.mayPass = mayPass;
        }

        /** Whether the same job may succeed when it is simply tried again. */
        public boolean mayPass() {
            return mayPass;
        }
    }
}
